"""Take over members and purchases from another system, many in one transaction.

What one of them does is written beside, for one at a time: `joining` and `selling`. Nobody hears of
what was long ago: the past plans no thanks and no care.
"""
