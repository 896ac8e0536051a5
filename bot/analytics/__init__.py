"""What the figures say, and how far they can be trusted."""
