"""The journal: who did what to whom, when."""
