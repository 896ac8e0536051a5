"""Where the talks with customers stand."""

from typing import Literal

from pydantic import Field

from bot.dialogue.models import Conversation
from bot.dialogue.queries import conversations_page
from bot.web.api.fields import Maybe, ShownMoment, Word
from bot.web.api.shapes import Answer, ListQuestion, Page, page_of
from bot.wiring import Bot


class Talk(Answer):
    """A talk: the open subject, the question that is asked, and who talks with her."""

    id: int
    flow: str | None
    asks: str | None
    holder: Literal["bot", "staff"] = Field(serialization_alias="with")
    staff: str | None
    waiting_since: ShownMoment | None


class WhichTalks(ListQuestion):
    """Hers, or all."""

    openid: Maybe[Word] = None


def find(bot: Bot, question: WhichTalks) -> Page[Talk]:
    """Find talks, newest first."""
    with bot.database.reading() as db:
        found = conversations_page(
            db, openid=question.openid, before=question.cursor, limit=question.limit + 1
        )
        return page_of(found, question, show=_shown, position=lambda talk: talk.id)


def _shown(talk: Conversation) -> Talk:
    return Talk.model_validate(talk, from_attributes=True)
