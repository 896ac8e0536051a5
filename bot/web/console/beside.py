"""Where the list of talks stands: its tab and page, which every address of a talk keeps."""

from typing import Any, cast

from flask import request

from bot.dialogue.queries import Which

WHICH = ("waiting", "mine", "all")
FARTHEST = 1000  # pages


def tab() -> Which:
    """Return which talks the list shows."""
    asked = request.args.get("show", "")
    return cast(Which, asked if asked in WHICH else "waiting")


def page_number() -> int:
    """Return which page of them, from 0."""
    number = request.args.get("page", "")
    return min(int(number[:9]), FARTHEST) if number.isascii() and number.isdecimal() else 0


def place() -> dict[str, Any]:
    """Return what an address brings along so that the list stays where it is."""
    return place_of(tab(), page_number())


def place_of(which: Which, number: int) -> dict[str, Any]:
    """Return what leads to a tab and page; nothing, for the first page of who waits."""
    return {"show": which if which != "waiting" else None, "page": number or None}
