"""Stores, and the shop's own rules: hours, levels, points."""
