"""Two records are one person: move everything to one, remember what moved, undo it if wrong."""

from typing import Any

from sqlalchemy import func, inspect, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import Base
from bot.dialogue.models import Inbox
from bot.journeys.models import TopSpender
from bot.outbox.counted import join_counts, part_counts
from bot.outbox.models import Message
from bot.outbox.notices.models import Notice
from bot.shop.anniversaries.models import Anniversary
from bot.shop.appointments.models import Visit
from bot.shop.bindings.models import MemberCode
from bot.shop.complaints.models import Complaint
from bot.shop.consent.models import Consent
from bot.shop.coupons.models import Coupon
from bot.shop.events.actions import note
from bot.shop.events.models import Event
from bot.shop.gifts.models import Redemption
from bot.shop.media.models import Media
from bot.shop.members.models import Member
from bot.shop.notes.models import Note
from bot.shop.openings.models import Opening
from bot.shop.owning.models import Handover
from bot.shop.people.models import Identity, Merge, Person
from bot.shop.points.models import PointAccount, PointEntry
from bot.shop.proofs.models import PhoneCode
from bot.shop.purchases.models import Purchase
from bot.shop.referrals.models import Referral
from bot.shop.refusal import Refused
from bot.shop.surveys.models import Survey
from bot.shop.tasks.models import Task
from bot.shop.traits.models import Trait
from bot.shop.wishes.actions import copy_wishes, take_back_wishes
from bot.shop.works.models import Work
from bot.usecases.one_talk import join_talks, part_talks
from bot.usecases.presents import hush

MOVED: tuple[type[Base], ...] = (
    Identity,
    Purchase,
    PointEntry,
    Message,
    Task,
    Event,
    MemberCode,
    PhoneCode,
    Redemption,
    Coupon,
    Inbox,
    Visit,
    Media,
    Notice,
    Complaint,
    Opening,
    Survey,
    Work,
    Anniversary,
    TopSpender,
    Note,
    Trait,
    Handover,
)


def merge_people(db: Session, loser: Person, winner: Person, *, by: str, why: str = "") -> Merge:
    """Move all that `loser` has to `winner`; her old id answers for the winner from now on.

    Both must be held by the caller. A message on its way arrives as it would, and follows then.
    What would tell her now of a present that is a secret is taken back with `why`.
    """
    talks = join_talks(db, loser.id, winner.id)
    moved: dict[str, Any] = {
        table.__tablename__: _move(db, table, loser, winner) for table in MOVED
    }
    moved["talks"] = talks
    moved["referral"] = _move_referrals(db, loser.id, winner.id)
    moved["lots"] = _lots(db, moved["point_entry"])
    moved["consent"] = _copy_consents(db, loser, winner)
    moved["counts"] = join_counts(db, loser.id, winner.id)
    moved["wish"] = copy_wishes(db, loser.id, winner.id)
    moved["member"] = _give_membership(db, loser, winner)
    moved["closed"] = not moved["member"] and _close_membership(db, loser)
    moved["debt"] = _move_balance(db, loser.id, winner.id)
    moved["given"] = _give_known(loser, winner)
    moved["recipient"] = _move_presents(db, loser.id, winner.id)
    loser.merged_into = winner.id
    merge = Merge(from_person=loser.id, into_person=winner.id, at=clock.now(), by=by, moved=moved)
    db.add(merge)
    db.flush()
    hush(db, winner, why=why)
    note(db, "merged", person_id=winner.id, actor=by, loser=loser.id)
    return merge


def undo_merge(db: Session, merge_id: int, *, by: str) -> None:
    """Take two persons apart again: each row goes back to whom it came from.

    Raise Refused where it was undone before, or points that moved have been spent since.
    """
    merge = db.get_one(Merge, merge_id, with_for_update=True)
    if merge.undone_at:
        raise Refused("merge_undone")
    winner, loser = _held(db, merge.into_person), _held(db, merge.from_person)
    if _is_spent(db, winner, merge):
        raise Refused("merge_spent")
    for table in MOVED:
        _assign(db, table, merge.moved.get(table.__tablename__, []), loser.id)
    part_talks(db, merge.moved.get("talks", {}), loser.id)
    _assign_referrals(db, merge.moved["referral"], loser.id)
    _assign_presents(db, merge.moved.get("recipient", []), loser.id)
    for purpose, channel in merge.moved["consent"]:
        db.delete(db.get_one(Consent, (winner.id, purpose, channel)))
    part_counts(db, merge.moved.get("counts", {}), loser.id, winner.id)
    take_back_wishes(db, winner.id, merge.moved.get("wish", []))
    if merge.moved["member"]:
        _assign_member(db, winner.id, loser.id)
    _reopen_membership(db, loser, merge)
    if winner.phone_hash == loser.phone_hash and loser.phone_state != "none":
        winner.phone_state = "claimed"
        db.flush()
    for field in merge.moved["given"]:
        if getattr(winner, field) == getattr(loser, field):
            setattr(winner, field, None)
    loser.merged_into = None
    merge.undone_at = clock.now()
    db.flush()
    _recount(db, winner.id, more_debt=-merge.moved["debt"])
    _recount(db, loser.id, more_debt=merge.moved["debt"])
    note(db, "merge_undone", person_id=winner.id, actor=by, loser=loser.id)


def _held(db: Session, person_id: int) -> Person:
    lock = {"key_share": True}
    return db.get_one(Person, person_id, with_for_update=lock, populate_existing=True)


def _is_spent(db: Session, winner: Person, merge: Merge) -> bool:
    """Say whether points that moved were used since, or the debt that moved was paid."""
    account = db.get(PointAccount, winner.id, with_for_update=True, populate_existing=True)
    paid = bool(merge.moved["debt"] > (account.debt if account else 0))
    return paid or _lots(db, merge.moved["point_entry"]) != merge.moved["lots"]


def _move(db: Session, table: type[Base], loser: Person, winner: Person) -> list[int]:
    key, owner = inspect(table).primary_key[0], inspect(table).columns["person_id"]
    hers = select(key).where(owner == loser.id)
    if table is Anniversary:  # a day that both told stays as the winner told it
        told = select(Anniversary.what_hash).where(Anniversary.person_id == winner.id)
        hers = hers.where(Anniversary.what_hash.not_in(told))
    if table is Trait:  # what is known of the winner stays
        known = select(Trait.kind).where(Trait.person_id == winner.id)
        hers = hers.where(Trait.kind.not_in(known))
    ids = list(db.scalars(hers))
    _assign(db, table, ids, winner.id)
    return ids


def _assign(db: Session, table: type[Base], ids: list[int], person_id: int) -> None:
    moving = update(table).where(inspect(table).primary_key[0].in_(ids))
    if table is Message:  # nobody has two messages on their way: this one comes when it is sent
        moving = moving.where(Message.claimed_until.is_(None))
    if ids:
        db.execute(moving.values(person_id=person_id))


def _move_referrals(db: Session, loser_id: int, winner_id: int) -> dict[str, list[int]]:
    """Move whom she brought and who brought her; nobody brings herself, nor is brought twice."""
    brought = select(Referral.id).where(
        Referral.recommender_id == loser_id, Referral.newcomer_id != winner_id
    )
    known = select(Referral.id).where(Referral.newcomer_id == winner_id)
    came = select(Referral.id).where(
        Referral.newcomer_id == loser_id, Referral.recommender_id != winner_id, ~known.exists()
    )
    moved = {"recommender_id": list(db.scalars(brought)), "newcomer_id": list(db.scalars(came))}
    _assign_referrals(db, moved, winner_id)
    return moved


def _assign_referrals(db: Session, moved: dict[str, list[int]], person_id: int) -> None:
    for side, ids in moved.items():
        db.execute(update(Referral).where(Referral.id.in_(ids)).values({side: person_id}))


def _move_presents(db: Session, loser_id: int, winner_id: int) -> list[int]:
    """Move what is meant for her and kept from her: it stays a secret from who she is now."""
    ids = list(db.scalars(select(Purchase.id).where(Purchase.recipient_id == loser_id)))
    _assign_presents(db, ids, winner_id)
    return ids


def _assign_presents(db: Session, ids: list[int], person_id: int) -> None:
    if ids:
        db.execute(update(Purchase).where(Purchase.id.in_(ids)).values(recipient_id=person_id))


def _lots(db: Session, entry_ids: list[int]) -> dict[str, int]:
    """Return what is left of the lots among these entries; a spending since would show here."""
    rows = db.execute(
        select(PointEntry.id, PointEntry.left).where(
            PointEntry.id.in_(entry_ids), PointEntry.change > 0
        )
    )
    return {str(entry_id): left for entry_id, left in rows}


def _copy_consents(db: Session, loser: Person, winner: Person) -> list[tuple[str, str]]:
    """Copy what she answered only under the other record: her latest own word is never changed."""
    rows = select(Consent).where(Consent.person_id == loser.id)
    copied = []
    for consent in db.scalars(rows).all():
        key = (consent.purpose, consent.channel)
        if db.get(Consent, (winner.id, *key)) is None:
            names = ("granted", "taken_back", "wording", "at")
            values = {name: getattr(consent, name) for name in names}
            db.add(Consent(person_id=winner.id, purpose=key[0], channel=key[1], **values))
            copied.append(key)
    db.flush()
    return copied


def _give_membership(db: Session, loser: Person, winner: Person) -> bool:
    hers = db.get(Member, winner.id)
    if hers is not None or db.get(Member, loser.id) is None:
        return False
    _assign_member(db, loser.id, winner.id)
    return True


def _close_membership(db: Session, loser: Person) -> bool:
    """End the membership of who has one as the winner already: nobody is greeted twice."""
    theirs = db.get(Member, loser.id)
    if theirs is None or theirs.status != "member":
        return False
    theirs.status = "closed"
    return True


def _reopen_membership(db: Session, loser: Person, merge: Merge) -> None:
    """Give back the membership that ended with the merge; old ones do not say whether one did."""
    theirs = db.get(Member, loser.id)
    if theirs and merge.moved.get("closed", not merge.moved["member"]):
        theirs.status = "member"


def _assign_member(db: Session, from_id: int, to_id: int) -> None:
    db.execute(update(Member).where(Member.person_id == from_id).values(person_id=to_id))
    db.expire_all()


def _give_known(loser: Person, winner: Person) -> list[str]:
    """Give her the store, guide and mail address that only the other record knows; return which."""
    fields = ["store", "guide", "email"] + (["served_at"] if not winner.guide else [])
    given = [f for f in fields if getattr(loser, f) and not getattr(winner, f)]
    for field in given:
        setattr(winner, field, getattr(loser, field))
    return given


def _move_balance(db: Session, loser_id: int, winner_id: int) -> int:
    """Count both balances anew, the debt moves too; return it."""
    account = db.get(PointAccount, loser_id)
    debt = account.debt if account else 0
    if account:
        account.debt = 0
    _recount(db, loser_id)
    _recount(db, winner_id, more_debt=debt)
    return debt


def _recount(db: Session, person_id: int, *, more_debt: int = 0) -> None:
    """Set the balance to the sum of the ledger, which has just moved."""
    total = db.scalar(
        select(func.coalesce(func.sum(PointEntry.change), 0)).where(
            PointEntry.person_id == person_id
        )
    )
    account = db.get(PointAccount, person_id) or PointAccount(person_id=person_id, debt=0)
    account.balance = int(total or 0)
    account.debt += more_debt
    db.add(account)
    db.flush()
