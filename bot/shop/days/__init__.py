"""What one day has of its own: rain, the price of gold, other opening hours."""
