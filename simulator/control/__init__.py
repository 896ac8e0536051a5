"""Work the simulator from outside: `/sim/…`, used by the page and by black-box tests."""

from __future__ import annotations

from . import clock, lives, observe, phone, sms, templates, till, workshop
from .answers import problem

DOORS = (
    lives.door,
    phone.door,
    observe.door,
    workshop.door,
    clock.door,
    till.door,
    templates.door,
    sms.door,
)

__all__ = ["DOORS", "problem"]
