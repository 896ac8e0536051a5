"""What is made or mended for her, and how far it has come."""
