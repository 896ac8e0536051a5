"""How a customer can be reached, and how much care went by which door."""

from datetime import date
from typing import Literal

from pydantic import Field

from bot.outbox.shares import shares_of_care
from bot.shop.refusal import Refused
from bot.web.api.shapes import Answer, Question
from bot.wiring import Bot


class WhichWords(Question):
    """What is to be said: some doors are open for one purpose only."""

    purpose: Literal["care", "promotion", "service"] = "care"


class Door(Answer):
    """One door as it stands: open, how often and until when, or why it is shut."""

    door: str
    open: bool
    left: int | None
    until: str | None
    why: str | None
    opens: str | None
    story: str


class Held(Answer):
    """What keeps words back whatever door is open; `about` names topics, none for all."""

    held: Literal["stop", "shadow", "complaint", "courtesy", "quiet"]
    why: str
    about: list[str]
    until: str | None
    story: str


class Doors(Answer):
    """What holds words back before any door, and every door to one customer."""

    held: list[Held]
    items: list[Door]


class Days(Question):
    """From a day to another, both included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")


class NotGone(Answer):
    """Why so many did not go."""

    state: str
    reason: str
    count: int


class Shares(Answer):
    """All care due in a period: what went by which door, what did not and why, what it cost."""

    due: int
    doors: dict[str, int]
    others: dict[str, int]
    fen: dict[str, int]
    reasons: list[NotGone]


def show(bot: Bot, member_id: int, question: WhichWords) -> Doors:
    """Show what holds words back now, by which doors she can be reached, and what shuts others."""
    with bot.database.reading() as db:
        found = bot.reaching(db).of(db, member_id, question.purpose)
    if found is None:
        raise Refused("member_unknown", member=member_id)
    return Doors.model_validate({"held": found.held, "items": found.doors})


def share(bot: Bot, question: Days) -> Shares:
    """Count how much of the care that was due went by which door, and why the rest did not."""
    with bot.database.reading() as db:
        return Shares.model_validate(shares_of_care(db, question.first, question.last))
