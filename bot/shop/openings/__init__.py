"""What a customer brought from the shop's system before: her balance at a moment."""
