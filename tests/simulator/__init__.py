"""Is the simulator as faithful as it claims?"""
