"""Members: what registration adds to a person."""
