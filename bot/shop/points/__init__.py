"""Points: a ledger in lots, a balance that always equals its sum."""
