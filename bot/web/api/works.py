"""Repairs and orders: taken on, moved on, promised for another day."""

from base64 import b64decode
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from sqlalchemy.orm import Session

from bot.shop.refusal import Refused
from bot.shop.works.models import Work
from bot.shop.works.queries import works_page
from bot.shop.works.rules import courses
from bot.usecases.making import Bench
from bot.usecases.selling import find_buyer
from bot.web.api.actors import actor, check_whole
from bot.web.api.fields import Day, Id, Maybe, ShownMoment, Word
from bot.web.api.shapes import Answer, Body, ListQuestion, OfSomebody, Page, page_of
from bot.wiring import Bot

Number = Annotated[str, Field(pattern=r"^[A-Za-z0-9._/-]{1,32}$")]


def _decoded(told: object) -> bytes:
    if not isinstance(told, str):
        raise ValueError("must be Base64")
    return b64decode(told, validate=True)


Picture = Annotated[
    bytes, BeforeValidator(_decoded), WithJsonSchema({"type": "string", "format": "byte"})
]


class Piece(Answer):
    """A work: for whom, what, who answers for it, how far it is, by when it is promised.

    `stage` is `put_back` where taking it in was a slip: it is over, and was nothing.
    """

    id: int
    member: int
    kind: Literal["repair", "order"]
    number: str
    item: str
    store: str | None
    owner: str | None
    stage: str
    stages: list[str]
    promised: date | None
    photos: list[int]
    began_at: ShownMoment
    moved_at: ShownMoment
    done_at: ShownMoment | None


class Begin(OfSomebody):
    """What is taken on, for whom (by the strongest of code, member, openid and phone).

    The same `number` twice is one work. `owner` answers for it; `photos` are ids of media.
    """

    kind: Literal["repair", "order"]
    item: Word
    number: Maybe[Number] = None
    store: Maybe[Word] = None
    owner: Maybe[Word] = None
    promised: Maybe[Day] = None
    photos: Annotated[list[Id], Field(default_factory=list, max_length=20)]
    by: Maybe[Word] = None


class Step(Body):
    """The stage that is reached; the same one twice is one."""

    stage: Word
    by: Maybe[Word] = None


class Photo(Body):
    """A picture of the piece, such as how it looked when it was taken in; twice is once."""

    picture: Picture
    by: Maybe[Word] = None


class NewDay(Body):
    """The day that is promised now, and why it is another one: she is told both."""

    day: Day
    why: Word
    by: Maybe[Word] = None


class WhichWorks(ListQuestion):
    """Hers, or all; open ones, done ones, or both."""

    member: Maybe[Id] = None
    open: bool | None = None


def find(bot: Bot, question: WhichWorks) -> Page[Piece]:
    """Find works, newest first.

    Of everybody: 403 for a key that is bounded to a store.
    """
    if question.member is None:
        check_whole()
    with bot.database.reading() as db:
        found = works_page(
            db,
            person_id=question.member,
            open_only=question.open,
            before=question.cursor,
            limit=question.limit + 1,
        )
        return page_of(found, question, show=_shown, position=lambda work: work.id)


def show(bot: Bot, work_id: int) -> Piece:
    """Show one work."""
    with bot.database.reading() as db:
        work = db.get(Work, work_id)
        if work is None:
            raise Refused("work_unknown")
        return _shown(work)


def begin(bot: Bot, body: Begin) -> Piece:
    """Take on a repair or an order; she hears of it."""

    def take(db: Session) -> Piece:
        by, person = actor(db, body.by), find_buyer(db, body.buyer())
        if person is None:
            raise Refused("work_for_nobody")
        shop = bot.shops.read(db)
        owner = shop.colleague(body.owner)
        work = Work(
            person_id=person.id,
            kind=body.kind,
            number=body.number,
            item=body.item,
            store=body.store or person.store,
            owner=owner.login if owner else body.owner or person.guide,
            promised=body.promised,
            photos=body.photos,
        )
        return _shown(Bench(db, shop, bot.texts).begin(work, by=by))

    return bot.database.run(take)


def move(bot: Bot, work_id: int, body: Step) -> Piece:
    """Move a work on to a stage, over others where they were left out; 409 for a step back."""

    def take(db: Session) -> Piece:
        by, bench = actor(db, body.by), Bench(db, bot.shops.read(db), bot.texts)
        return _shown(bench.move(work_id, body.stage, by=by))

    return bot.database.run(take)


def photograph(bot: Bot, work_id: int, body: Photo) -> Piece:
    """Keep a photo of a work, beside those it has; 409 where there are enough."""

    def take(db: Session) -> Piece:
        by, bench = actor(db, body.by), Bench(db, bot.shops.read(db), bot.texts)
        return _shown(bench.photograph(work_id, body.picture, by=by))

    return bot.database.run(take)


def promise(bot: Bot, work_id: int, body: NewDay) -> Piece:
    """Promise another day, and tell her why; 409 where it is done, or the day is past."""

    def take(db: Session) -> Piece:
        by, bench = actor(db, body.by), Bench(db, bot.shops.read(db), bot.texts)
        return _shown(bench.promise(work_id, body.day, by=by, why=body.why))

    return bot.database.run(take)


def _shown(work: Work) -> Piece:
    facts = {name: value for name, value in vars(work).items() if not name.startswith("_")}
    stages = list(courses()[work.kind].stages)
    more = {"member": work.person_id, "number": work.shown_number, "stages": stages}
    return Piece.model_validate({**facts, **more})
