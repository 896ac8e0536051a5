"""How a receipt is named where one word must stand for it: pure."""

import json
from hashlib import sha256

LONGEST = 120


def receipt_key(*parts: str) -> str:
    """Return one word for a till's receipt, or for a return of it.

    Parts that could be read in two ways, and very long ones, are hashed.
    """
    key = ":".join(parts)
    if len(key) <= LONGEST and not any(":" in part for part in parts[:-1]):
        return key
    return sha256(json.dumps(parts).encode()).hexdigest()
