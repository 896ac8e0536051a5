"""The audit log: what people of the shop did in the console, and whose data they looked at."""
