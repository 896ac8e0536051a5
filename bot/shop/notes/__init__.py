"""Notes that people of the shop leave each other about a customer."""
