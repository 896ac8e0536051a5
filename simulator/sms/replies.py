"""Let somebody write by SMS: it goes to the number that the shop's last one came from."""

from __future__ import annotations

import unicodedata

from ..world import World
from . import numbers, pushes, texts
from .callbacks import Push, tell, written
from .texts import Text

WAYS_OUT = ("R", "T", "TD", "退订", "拒收")


def answer(world: World, number: str, text: str, *, wait: bool = False) -> int:
    """Write from a number; the gateway heeds R itself, and tells the shop. Return the push."""
    sms = world.settings.sms
    hers = Text(sms.provider, number, text, world.clock.now(), sender="customer", sign=sms.sign)
    kept = texts.add(world.journal, hers)
    if unicodedata.normalize("NFKC", text).strip().upper() in WAYS_OUT:
        numbers.refuse(world.journal, number)
    body = written(pushes.inbound(hers, kept))
    return tell(world, Push(sms.provider, "inbound", body), wait=wait)
