"""What the shop says to its customers: planned, sent, held back, and why."""

from typing import Literal

from pydantic import Field

from bot.outbox.models import Message
from bot.outbox.queries import messages_page
from bot.web.api.fields import Id, Maybe, Moment, ShownMoment
from bot.web.api.shapes import Answer, ListQuestion, Page, page_of
from bot.wiring import Bot

SAID = ("sent", "delivered", "task", "uncertain", "skipped")  # skipped: it was shadow mode


class OutgoingMessage(Answer):
    """A message; its text is shown once it was sent, or handed to people to say.

    In shadow mode it is shown with what would have gone.
    """

    id: int
    kind: str
    journey: str | None
    purpose: str
    due: ShownMoment
    not_after: ShownMoment | None
    state: Literal[
        "planned", "waiting", "sent", "delivered", "skipped", "task", "failed", "uncertain"
    ]
    door: str | None
    reason: str | None
    text: str | None
    sent_at: ShownMoment | None


class WhichMessages(ListQuestion):
    """Hers, or all; due from a moment on and before another."""

    member: Maybe[Id] = None
    since: Maybe[Moment] = Field(None, alias="from")
    until: Maybe[Moment] = Field(None, alias="to")


def find(bot: Bot, question: WhichMessages) -> Page[OutgoingMessage]:
    """Find messages, newest first, with the reason where one was held back."""
    with bot.database.reading() as db:
        found = messages_page(
            db,
            person_id=question.member,
            since=question.since,
            until=question.until,
            before=question.cursor,
            limit=question.limit + 1,
        )
        return page_of(found, question, show=_shown, position=lambda message: message.id)


def _shown(message: Message) -> OutgoingMessage:
    shown = OutgoingMessage.model_validate(message, from_attributes=True)
    return shown if message.state in SAID else shown.model_copy(update={"text": None})
