"""How a receipt is named where one word must stand for it; the shop's terms for presents: pure."""

import json
from hashlib import sha256

from pydantic import Field

from bot.shop.stores.parts import Part

LONGEST = 120


class Presents(Part):
    """For how many days a present is kept secret where the till does not say until when."""

    secret_days: int = Field(60, ge=1, le=366)


def receipt_key(*parts: str) -> str:
    """Return one word for a till's receipt, or for a return of it.

    Parts that could be read in two ways, and very long ones, are hashed.
    """
    key = ":".join(parts)
    if len(key) <= LONGEST and not any(":" in part for part in parts[:-1]):
        return key
    return sha256(json.dumps(parts).encode()).hexdigest()
