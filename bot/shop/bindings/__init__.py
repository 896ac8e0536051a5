"""The member code: a short-lived proof of presence at the till."""
