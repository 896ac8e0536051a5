"""What she wishes to hear from us, and what not."""
