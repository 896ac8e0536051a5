"""How the house stands, for everybody alike: values that a decision is made with."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Pressed(NamedTuple):
    """Who pressed a switch, by the name that colleagues know, and when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class House:
    """The two switches: `stop` lets nothing leave, `shadow` shows what would have left."""

    stop: Pressed | None = None
    shadow: Pressed | None = None
