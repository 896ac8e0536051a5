"""Show the shop's clock and let the bot step it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint

from ..clock import CannotMove
from ..instants import shown, stored
from .answers import moment_of, number_of, refused, the_world, wish

door = Blueprint("clock", __name__)


@door.get("/clock")
def now() -> dict[str, Any]:
    """Tell the shop's time."""
    return {"now": shown(stored(the_world().clock.now()))}


@door.post("/clock")
def move() -> dict[str, Any]:
    """Step to a moment (`to`), or on by `days` and `hours`."""
    given, clock = wish(), the_world().clock
    step = timedelta(days=number_of(given, "days", 0), hours=number_of(given, "hours", 0))
    to = moment_of(given, "to") or clock.now() + step
    try:
        return {"now": shown(stored(clock.move(to)))}
    except CannotMove as error:
        raise refused(409, "clock", str(error)) from error
