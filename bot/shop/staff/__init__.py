"""The people of the shop and their roles."""
