"""Keys of programs that call the API: tills, a web shop, a report."""
