"""What every shape of the API has in common: bodies, questions in the address, answers, pages."""

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from bot.usecases.selling import Buyer
from bot.web.api.fields import Cursor, Id, Maybe, Phone, Word, cursor_at

G = TypeVar("G", bound=BaseModel)
R = TypeVar("R")


class Body(BaseModel):
    """What a call takes as JSON: types are taken at their word, unknown fields are left alone."""

    model_config = ConfigDict(strict=True, frozen=True)


class OfSomebody(Body):
    """What a till does for a customer it names by the strongest of code, member, openid, phone."""

    phone: Maybe[Phone] = None
    openid: Maybe[Word] = None
    member_id: Maybe[Id] = None
    member_code: Maybe[Word] = None

    def buyer(self) -> Buyer:
        return Buyer(
            member_code=self.member_code,
            member_id=self.member_id,
            openid=self.openid,
            phone=self.phone,
        )


class Question(BaseModel):
    """What a call takes in its address, where everything is text."""

    model_config = ConfigDict(frozen=True)


class ListQuestion(Question):
    """What every list takes."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Answer(BaseModel):
    """What a call gives."""

    model_config = ConfigDict(frozen=True)


class Page(Answer, Generic[G]):
    """A part of a list, and where the next part begins."""

    items: list[G]
    next: str | None


def page_of(
    rows: Sequence[R],
    question: ListQuestion,
    *,
    show: Callable[[R], G],
    position: Callable[[R], int],
) -> Page[G]:
    """Show up to `limit` rows; one row more than that says that the list goes on."""
    shown = rows[: question.limit]
    more = len(rows) > question.limit
    return Page[G](
        items=[show(row) for row in shown],
        next=cursor_at(position(shown[-1])) if more else None,
    )
