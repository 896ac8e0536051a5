"""Read how an act is to be delivered: wait, duplicates, at, delay, timestamp, signature, mode."""

from __future__ import annotations

from typing import Any

from ..acts import Act, Bubble
from ..packing import Manner
from ..pushes import Fields
from ..settings import MODES
from .answers import moment_of, number_of, refused

MOST_DUPLICATES = 50


def act_of(
    given: dict[str, Any], fields: Fields, *, bubble: Bubble | None = None, scene: str | None = None
) -> Act:
    """Return an act with the wishes of its request."""
    return Act(
        fields,
        bubble,
        scene=scene,
        at=moment_of(given, "at"),
        wait=given.get("wait") is True,
        manner=manner_of(given),
    )


def manner_of(given: dict[str, Any]) -> Manner:
    """Return how the push is to travel."""
    mode, stamp = given.get("mode"), given.get("timestamp")
    if mode is not None and mode not in MODES:
        raise refused(422, "wrong_shape", f"mode 是 {'、'.join(MODES)} 之一。")
    return Manner(
        duplicates=min(MOST_DUPLICATES, max(1, int(number_of(given, "duplicates", 1)))),
        delay=number_of(given, "delay", 0),
        timestamp=None if stamp is None else int(number_of(given, "timestamp", 0)),
        signature=None if given.get("signature") is None else str(given["signature"]),
        mode=mode,
        raw=None if given.get("body") is None else str(given["body"]),
        encrypt=None if given.get("encrypt") is None else str(given["encrypt"]),
    )
