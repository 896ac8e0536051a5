"""What was bought and what came back."""
