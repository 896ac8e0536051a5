"""Gifts for points: what there is, who may have it, the codes that fetch it."""
