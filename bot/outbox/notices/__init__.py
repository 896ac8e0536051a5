"""How people of the shop hear that somebody waits: outside, wherever they are."""
