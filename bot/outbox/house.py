"""How the house stands, for everybody alike: values that a decision is made with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bot.shop.stores.courtesy import Care, Courtesy


class Pressed(NamedTuple):
    """Who pressed a switch, by the name that colleagues know, and when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class House:
    """Its two switches, how often it speaks of its own accord, and when it rests.

    `stop` lets nothing leave, `shadow` shows what would have left.
    """

    stop: Pressed | None = None
    shadow: Pressed | None = None
    courtesy: Courtesy = field(default_factory=Courtesy)
    care: Care = field(default_factory=Care)
