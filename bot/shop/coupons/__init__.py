"""Coupons: given by rule or by hand, used once at a till."""
