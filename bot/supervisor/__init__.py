"""Run the whole shop from one process."""
