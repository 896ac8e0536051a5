"""The till reports: a purchase gives points, moves the level and plans the day's thanks."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot import clock
from bot.outbox.actions import drop_messages
from bot.shop.bindings.actions import read_code
from bot.shop.events.actions import note
from bot.shop.members.models import Member
from bot.shop.people.actions import lock, lock_person, meet_by_phone
from bot.shop.people.models import Person
from bot.shop.points.actions import expire_points, take_back_points
from bot.shop.points.queries import ended_of, entry_from
from bot.shop.points.rules import lost_after_the_end, points_for
from bot.shop.purchases.actions import CameBack, Sale, find_purchase, record_purchase, record_return
from bot.shop.purchases.models import Purchase
from bot.shop.purchases.queries import returned_by
from bot.shop.purchases.rules import receipt_key
from bot.shop.purchases.secrecy import is_secret_from
from bot.shop.refusal import Refused
from bot.shop.stores.actions import note_place
from bot.shop.stores.rules import Shop
from bot.usecases.joining import count_in, points_source
from bot.usecases.levelling import tell_rise
from bot.usecases.paying import pay_with_points, return_points
from bot.usecases.presents import NO_PRESENT, Present, as_present
from bot.usecases.recommending import friend_brought_back
from bot.usecases.thanking import plan_thanks, thank_for_the_rest, thanks_key
from bot.usecases.vouchers import take_back_vouchers

CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True)
class Buyer:
    """By what the till knows her; the strongest counts: code, member, openid, phone."""

    member_code: str | None = None
    member_id: int | None = None
    openid: str | None = None
    phone: str | None = None


def sell(
    db: Session,
    sale: Sale,
    buyer: Buyer,
    shop: Shop,
    *,
    delay: timedelta = timedelta(0),
    present: Present = NO_PRESENT,
) -> str:
    """Take over one receipt: `created`, or `known` where the till has reported it before.

    What is a secret from the owner of the account counts, and is spoken of, when that ends.
    Raise Refused where somebody named can't be found, or the sale is yet to come.
    """
    if find_purchase(db, sale.till, sale.receipt):
        return "known"
    _check_time(sale.at)
    seller = shop.colleague(sale.guide)  # some tills send a name, some a login
    sale = replace(sale, guide=seller.login) if seller else sale
    person = find_buyer(db, buyer)
    sale = as_present(db, sale, present, person, shop)
    purchase = record_purchase(db, sale, person.id if person else None)
    if purchase is None:
        return "known"
    note_place(db, store=sale.store, guide=sale.guide)
    if sale.points_used:
        proved = bool(buyer.member_code)
        pay_with_points(db, person, purchase, sale.points_used, shop, proved=proved)
    if person and not is_secret_from(purchase, person.id, clock.today()):
        _take_care_of(db, person, purchase, shop, delay)
    note(db, "bought", person_id=purchase.person_id, actor="till", receipt=sale.receipt)
    return "created"


def bring_back(db: Session, back: CameBack, shop: Shop, *, why: str) -> str:
    """Take over one return: points go back, what was planned for the purchase stops with `why`.

    Raise Refused where the receipt is unknown or more comes back than was sold.
    """
    _check_time(back.at)
    recorded = record_return(db, back)
    if recorded is None:
        return "known"
    purchase, fen = recorded
    if purchase.person_id:
        person = lock_person(db, purchase.person_id)
        assert person is not None  # a purchase points at a row that exists
        expire_points(db, person.id, clock.today())
        return_points(db, person.id, purchase, fen, key=back.key)
        take_back_points(
            db,
            person.id,
            _points_lost(db, purchase, fen),
            kind="return",
            source=f"return:{receipt_key(back.till, back.receipt, back.key)}",
            about={"receipt": back.receipt, "fen": fen},
        )
        take_back_vouchers(db, purchase, shop)
        friend_brought_back(db, purchase, shop)
    if drop_messages(db, thanks_key(purchase), why=why):
        thank_for_the_rest(db, purchase, shop)
    note(db, "brought_back", person_id=purchase.person_id, actor="till", receipt=back.receipt)
    return "created"


def _check_time(at: datetime) -> None:
    if at > clock.now() + CLOCKS_DIFFER:
        raise Refused("in_future", at=f"{clock.local(at):%Y-%m-%d %H:%M}")


def find_buyer(db: Session, buyer: Buyer) -> Person | None:
    """Hold the person a till means; None for a sale to nobody it knows."""
    if buyer.member_code:
        return lock_person(db, read_code(db, buyer.member_code).person_id)
    if buyer.member_id is not None:
        person = lock_person(db, buyer.member_id)
        if person is None:
            raise Refused("member_unknown", member=buyer.member_id)
        return person
    if buyer.openid:
        found = lock(db, "wechat", buyer.openid)
        if found is None:
            raise Refused("openid_unknown")
        return found[1]
    if buyer.phone:
        met = meet_by_phone(db, buyer.phone)
        return lock_person(db, met.id)
    return None


def _take_care_of(
    db: Session, person: Person, purchase: Purchase, shop: Shop, delay: timedelta
) -> None:
    reached = count_in(db, person, purchase, shop)
    plan_thanks(db, person, purchase, shop, delay=delay)  # first of all she is thanked
    if reached:
        tell_rise(db, db.get_one(Member, person.id), reached)


def _points_lost(db: Session, purchase: Purchase, fen: int) -> int:
    """Return what the purchase gave before this return less what it gives after it.

    The difference of the two, not the points of the part: parts would lose to rounding. The rate
    is the one it was given at; what gave no points takes none back. What has ended unused is lost
    already, and not once more.
    """
    given = purchase.person_id and entry_from(db, purchase.person_id, points_source(purchase))
    if not given:
        return 0
    per_yuan = given.change // max(1, int(given.about["fen"]) // 100)
    kept = purchase.total_fen - purchase.returned_fen
    before, after = points_for(kept + fen, per_yuan), points_for(kept, per_yuan)
    ended = ended_of(db, given)
    if not ended or not given.expires_on:
        return before - after
    back = returned_by(db, purchase, given.expires_on)
    in_time = points_for(purchase.total_fen - back, per_yuan)
    return lost_after_the_end(given.change, before, after, ended=ended, in_time=in_time)
