"""How satisfied she is: one question about one purchase, visit or work, and her answer."""
