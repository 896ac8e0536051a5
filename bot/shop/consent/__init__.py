"""What she agreed to, for each purpose and channel."""
