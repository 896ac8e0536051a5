"""Write lives into the tables, many at once; who is there already stays as she is."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.bulk import Row, new_ids, write_rows
from bot.db import fingerprint
from bot.demo_data.lives import Life, Membership
from bot.demo_data.shopping import Receipt
from bot.shop.consent.actions import ASKED_CHANNELS, WORDING
from bot.shop.consent.models import Consent
from bot.shop.members.models import Member
from bot.shop.people.models import OWNED_PHONE, Identity, Person
from bot.shop.points.models import PointAccount, PointEntry, PointUse
from bot.shop.purchases.models import Purchase, PurchaseLine, PurchaseReturn

Owner = int | None
Bought = tuple[int, Owner, Receipt]

_PERSON = (
    "id created_at name name_hash phone phone_hash phone_tail_hash phone_state address store"
    " guide served_at scene"
)
_MEMBER = (
    "person_id status joined_at level level_since birthday_calendar birthday_year birthday_md"
    " birthday_leap"
)
_IDENTITY = "person_id channel external_id reach reach_since"
_CONSENT = "person_id purpose channel granted wording at"
_PURCHASE = "id till receipt person_id at day total_fen returned_fen store guide gift rain"
_LINE = "purchase_id number sku name category quantity price_fen list_price_fen cost_fen returned"
_RETURN = "purchase_id till receipt return_key at amount_fen"
_ACCOUNT = "person_id balance debt"
_ENTRY = "id person_id at change kind source about expires_on left"
_USE = "spend_id lot_id amount"


def write_lives(db: Session, lives: Sequence[Life]) -> tuple[int, int]:
    """Write those who are not there yet; return how many members and purchases that made."""
    lives = _new_ones(db, lives)
    known = [life for life in lives if life.is_known]
    people = list(zip(new_ids(db, Person, len(known)), known, strict=True))
    members = [(id_, life.membership) for id_, life in people if life.membership]
    write_rows(db, Person, _PERSON, (_person(id_, life) for id_, life in people))
    write_rows(db, Identity, _IDENTITY, _identities(people))
    write_rows(db, Member, _MEMBER, (_member(*one) for one in members))
    write_rows(db, Consent, _CONSENT, _consents(members))
    owners: list[tuple[Owner, Life]] = [*people]
    owners += [(None, life) for life in lives if not life.is_known]
    purchases = _write_purchases(db, owners)
    _write_points(db, members)
    return len(members), purchases


def _new_ones(db: Session, lives: Sequence[Life]) -> list[Life]:
    """Leave out whom the shop knows by openid or phone, and receipts of nobody that it has."""
    openids = {life.openid for life in lives if life.openid}
    phones = {life.phone: fingerprint(life.phone, field="phone") for life in lives if life.phone}
    receipts = {life.receipts[0].receipt for life in lives if not life.is_known}
    here = {
        *db.scalars(select(Identity.external_id).where(Identity.external_id.in_(openids))),
        *db.scalars(
            select(Person.phone_hash).where(Person.phone_hash.in_(phones.values()), OWNED_PHONE)
        ),
        *db.scalars(select(Purchase.receipt).where(Purchase.receipt.in_(receipts))),
    }
    return [
        life
        for life in lives
        if not here & {life.openid, phones.get(life.phone or "")}
        and (life.is_known or life.receipts[0].receipt not in here)
    ]


def _person(person_id: int, life: Life) -> Row:
    phone = life.phone
    return (
        person_id,
        life.met_at,
        life.name,
        life.name and fingerprint(life.name, field="name"),
        phone,
        phone and fingerprint(phone, field="phone"),
        phone and fingerprint(phone[-4:], field="phone_tail"),
        life.phone_state,
        life.address,
        life.store,
        life.guide,
        life.guide
        and max((one.at for one in life.receipts if one.guide == life.guide), default=None),
        life.scene,
    )


def _identities(people: Iterable[tuple[int, Life]]) -> Iterator[Row]:
    for person_id, life in people:
        if life.openid:
            yield person_id, "wechat", life.openid, life.reach, life.met_at
        if life.phone and life.phone_state == "till":
            by_phone = fingerprint(life.phone, field="phone")
            yield person_id, "till", by_phone, "unknown", life.met_at


def _member(person_id: int, membership: Membership) -> Row:
    day = membership.birthday
    return (
        person_id,
        "member",
        membership.joined_at,
        membership.level,
        membership.level_since,
        day and day.calendar,
        day and day.year,
        day and day.month * 100 + day.day,
        bool(day and day.leap),
    )


def _consents(members: Iterable[tuple[int, Membership]]) -> Iterator[Row]:
    for person_id, membership in members:
        for purpose, granted in membership.agreed.items():
            for channel in ASKED_CHANNELS:
                yield person_id, purpose, channel, granted, WORDING, membership.joined_at


def _write_purchases(db: Session, owners: Iterable[tuple[Owner, Life]]) -> int:
    receipts = [(owner, receipt) for owner, life in owners for receipt in life.receipts]
    ids = new_ids(db, Purchase, len(receipts))
    bought = [(id_, *pair) for id_, pair in zip(ids, receipts, strict=True)]
    write_rows(db, Purchase, _PURCHASE, (_purchase(*one) for one in bought))
    write_rows(db, PurchaseLine, _LINE, _lines(bought))
    write_rows(db, PurchaseReturn, _RETURN, _returns(bought))
    return len(bought)


def _purchase(purchase_id: int, owner: Owner, receipt: Receipt) -> Row:
    return (
        purchase_id,
        receipt.till,
        receipt.receipt,
        owner,
        receipt.at,
        receipt.day,
        receipt.total_fen,
        receipt.total_fen - receipt.kept_fen,
        receipt.store,
        receipt.guide,
        receipt.gift,
        receipt.rain,
    )


def _lines(bought: Iterable[Bought]) -> Iterator[Row]:
    for purchase_id, _, receipt in bought:
        back = receipt.back.lines if receipt.back else frozenset()
        for number, sold in enumerate(receipt.lines, start=1):
            yield (
                purchase_id,
                number,
                sold.sku,
                sold.name,
                sold.category,
                sold.quantity,
                sold.price_fen,
                sold.list_price_fen,
                sold.cost_fen,
                sold.quantity if number in back else 0,
            )


def _returns(bought: Iterable[Bought]) -> Iterator[Row]:
    for purchase_id, _, receipt in bought:
        if back := receipt.back:
            yield purchase_id, receipt.till, receipt.receipt, back.key, back.at, back.amount_fen


def _write_points(db: Session, members: Sequence[tuple[int, Membership]]) -> None:
    accounts = [(id_, one.ledger.balance, 0) for id_, one in members if one.ledger.entries]
    count = sum(len(one.ledger.entries) for _, one in members)
    ids = iter(new_ids(db, PointEntry, count))
    entries: list[Row] = []
    uses: list[Row] = []
    for person_id, membership in members:
        of_place: list[int] = []
        for entry in membership.ledger.entries:
            of_place.append(next(ids))
            source = entry.source if entry.ends is None else f"expiry:{of_place[entry.ends]}"
            fixed = (of_place[-1], person_id, entry.at, entry.change, entry.kind, source)
            entries.append((*fixed, entry.about, entry.expires_on, entry.left))
            uses += [(of_place[-1], of_place[place], amount) for place, amount in entry.takes]
    write_rows(db, PointAccount, _ACCOUNT, accounts)
    write_rows(db, PointEntry, _ENTRY, entries)
    write_rows(db, PointUse, _USE, uses)
