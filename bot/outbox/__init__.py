"""How a message leaves: rows are written by anyone, sent by `deliver` alone."""
