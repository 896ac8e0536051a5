"""Customers' files, and where their points came from."""

from datetime import date
from typing import Literal, NotRequired

from sqlalchemy.orm import Session
from typing_extensions import TypedDict

from bot.shop.members.actions import birthday_of
from bot.shop.members.queries import CustomerFile, Status, customer_file, customer_files
from bot.shop.points.models import PointEntry
from bot.shop.points.queries import ledger_page
from bot.shop.points.reasons import reason_of
from bot.shop.refusal import Refused
from bot.shop.stores.rules import Shop
from bot.shop.stores.segments import Segment
from bot.texts import Texts
from bot.usecases.valuing import Value, values_of
from bot.web.api.actors import check_whole
from bot.web.api.fields import Maybe, Phone, ShownMoment, Word
from bot.web.api.shapes import Answer, ListQuestion, Page, page_of
from bot.wiring import Bot


class Birthday(TypedDict):
    """A birthday as she gave it."""

    calendar: Literal["solar", "lunar"]
    year: NotRequired[int]
    month: int
    day: int
    leap: bool


class Customer(Answer):
    """A customer: a member, one who left (`closed`), a follower, or a guest that a till made.

    `phone` is whole, for tills need it. `segment` says how she buys, null while she never did;
    `file_score` how full her file is, from 0 to 100.
    """

    id: int
    name: str | None
    phone: str | None
    phone_verified: bool
    status: Status
    level: str | None
    points: int
    birthday: Birthday | None
    store: str | None
    guide: str | None
    segment: Segment | None
    file_score: int
    consents: dict[str, dict[str, bool]]


class Points(Answer):
    """One line of the ledger; `source` is unique in it."""

    at: ShownMoment
    change: int
    kind: str
    reason: str
    source: str
    expires: date | None


class WhichCustomers(ListQuestion):
    """By phone, by openid, or all."""

    phone: Maybe[Phone] = None
    openid: Maybe[Word] = None


def find(bot: Bot, question: WhichCustomers) -> Page[Customer]:
    """Find customers, newest first.

    A phone finds the one who has proved it, or the record a till made; never one who only
    claims it in a chat. Without a phone or an openid they are everybody: 403 for a key that is
    bounded to a store.
    """
    if not question.phone and not question.openid:
        check_whole()
    with bot.database.reading() as db:
        shop = bot.shops.read(db)
        found = customer_files(
            db,
            phone=question.phone,
            openid=question.openid,
            before=question.cursor,
            limit=question.limit + 1,
        )
        values = values_of(db, found, shop)
        return page_of(
            found,
            question,
            show=lambda one: _shown(one, shop, values[one.person.id]),
            position=lambda one: one.person.id,
        )


def show(bot: Bot, member_id: int) -> Customer:
    """Show one customer; the id of a merged record answers with the one it became."""
    with bot.database.reading() as db:
        return shown_customer(db, _known(customer_file(db, member_id), member_id), bot)


def points(bot: Bot, member_id: int, question: ListQuestion) -> Page[Points]:
    """Show where her points came from and went, newest first; their sum is her balance."""
    with bot.database.reading() as db:
        person = _known(customer_file(db, member_id), member_id).person
        entries = ledger_page(db, person.id, before=question.cursor, limit=question.limit + 1)
        return page_of(
            entries,
            question,
            show=lambda entry: _shown_entry(entry, bot.texts),
            position=lambda entry: entry.id,
        )


def shown_customer(db: Session, file: CustomerFile, bot: Bot) -> Customer:
    """Show a file as the API does."""
    shop = bot.shops.read(db)
    return _shown(file, shop, values_of(db, [file], shop)[file.person.id])


def _shown(file: CustomerFile, shop: Shop, value: Value) -> Customer:
    person, member = file.person, file.member
    birthday = birthday_of(member) if member else None
    return Customer.model_validate(
        {
            "id": person.id,
            "name": person.name,
            "phone": person.phone,
            "phone_verified": person.phone_state == "verified",
            "status": file.status,
            "level": shop.level(member.level).word if member else None,
            "points": file.balance,
            "birthday": birthday and birthday.to_json(),
            "store": person.store,
            "guide": person.guide,
            "segment": value.segment,
            "file_score": value.file_score,
            "consents": file.consents,
        }
    )


def _shown_entry(entry: PointEntry, texts: Texts) -> Points:
    return Points(
        at=entry.at,
        change=entry.change,
        kind=entry.kind,
        reason=reason_of(texts, entry),
        source=entry.source,
        expires=entry.expires_on,
    )


def _known(file: CustomerFile | None, member_id: int) -> CustomerFile:
    if file is None:
        raise Refused("member_unknown", member=member_id)
    return file
