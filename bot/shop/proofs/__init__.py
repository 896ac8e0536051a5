"""Proof of phone by SMS: who reads the code that was sent to a number has its phone."""
