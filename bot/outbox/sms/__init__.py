"""The SMS door: approved templates, what may go by them, what it costs, what is said about it."""
