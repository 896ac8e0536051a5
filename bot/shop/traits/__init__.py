"""What people of the shop learned about a customer: how to call her, her sizes, her taste."""
