"""How satisfied customers are: what was asked, and what they answered."""

from typing import Literal

from pydantic import Field
from sqlalchemy.orm import Session

from bot.shop.surveys.models import Survey
from bot.shop.surveys.queries import surveys_page
from bot.usecases.surveying import asked_at
from bot.web.api.fields import Id, Maybe, Moment, ShownMoment, Word
from bot.web.api.shapes import Answer, ListQuestion, Page, page_of
from bot.wiring import Bot


class Opinion(Answer):
    """A question and its answer: about what, who served her, the score from 1 to 5, her words.

    `about_id` is the purchase, the visit or the work; what she said unasked has none. `asked_at`
    is empty until the question has left.
    """

    id: int
    member: int
    about: Literal["purchase", "visit", "work", "said"]
    about_id: int | None
    store: str | None
    guide: str | None
    score: int | None
    words: str | None
    asked_at: ShownMoment | None
    answered_at: ShownMoment | None


class WhichSurveys(ListQuestion):
    """Hers, a store's or a guide's; made in a time; answered ones, others, or both."""

    member: Maybe[Id] = None
    store: Maybe[Word] = None
    guide: Maybe[Word] = None
    since: Maybe[Moment] = Field(None, alias="from")
    until: Maybe[Moment] = Field(None, alias="to")
    answered: bool | None = None


def find(bot: Bot, question: WhichSurveys) -> Page[Opinion]:
    """Find surveys, newest first."""
    with bot.database.reading() as db:
        found = surveys_page(
            db,
            person_id=question.member,
            store=question.store,
            guide=question.guide,
            since=question.since,
            until=question.until,
            answered=question.answered,
            before=question.cursor,
            limit=question.limit + 1,
        )
        return _page(db, found, question)


def _page(db: Session, found: list[Survey], question: WhichSurveys) -> Page[Opinion]:
    left = asked_at(db, found)

    def shown(survey: Survey) -> Opinion:
        facts = {**vars(survey), "member": survey.person_id, "asked_at": left.get(survey.key)}
        return Opinion.model_validate(facts)

    return page_of(found, question, show=shown, position=lambda survey: survey.id)
