"""话术: every sentence the bot says, to be read and searched."""

from collections.abc import Iterator

from flask import Blueprint, request

from bot.web.console.door import may
from bot.web.console.pages import number_in, page
from bot.wiring import bot_of

screen = Blueprint("texts", __name__)

A_PAGE = 60
LONGEST_SEARCH = 40


@screen.get("/texts")
@may("texts")
def show() -> str:
    """Show texts by their key, those that hold what was searched for."""
    wanted = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    first = number_in("from") or 0
    found = list(_found(wanted))
    more = first + A_PAGE if first + A_PAGE < len(found) else None
    shown = found[first : first + A_PAGE]
    return page("texts.html", wanted=wanted, found=shown, count=len(found), more=more)


def _found(wanted: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, wordings in bot_of().texts.items():
        if wanted in key or any(wanted in each for each in wordings):
            yield key, wordings
