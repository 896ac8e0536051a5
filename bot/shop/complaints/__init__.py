"""Complaints: nine steps, each proved by evidence, led to their end by people."""
