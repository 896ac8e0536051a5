"""Who brought whom: one level, recorded when the newcomer comes, rewarded once when she stays."""
