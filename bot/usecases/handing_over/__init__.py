"""A colleague leaves: her customers, and all that lies with her, are handed on."""
