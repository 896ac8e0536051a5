"""Who brought whom: a code of her own, a newcomer met once, a reward given once."""

import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once
from bot.shop.events.actions import note
from bot.shop.members.models import Member
from bot.shop.people.actions import living
from bot.shop.people.models import Person
from bot.shop.points.actions import earn_points, take_back_points
from bot.shop.points.rules import expiry
from bot.shop.purchases.models import Purchase
from bot.shop.purchases.queries import purchases_of
from bot.shop.referrals.models import Referral, ReferralCode
from bot.shop.referrals.queries import is_old_customer, referral_of
from bot.shop.refusal import Refused
from bot.shop.stores.rules import Shop


def own_code(db: Session, person_id: int) -> str:
    """Return the word of her code; it stays the same."""
    word = secrets.token_hex(5)
    insert_once(db, ReferralCode, person_id=person_id, word=word, made_at=clock.now())
    return db.get_one(ReferralCode, person_id).word


def meet_newcomer(db: Session, newcomer: Person, word: str) -> Referral:
    """Keep who brought her, once.

    Raise Refused where the code is nobody's, is her own, or she is no newcomer: a member, somebody
    who has bought, or somebody who was brought before.
    """
    owner = db.scalar(select(ReferralCode.person_id).where(ReferralCode.word == word))
    recommender = living(db, owner) if owner is not None else None
    if recommender is None or not _is_member(db, recommender.id):
        raise Refused("referral_unknown")
    return record(db, newcomer, recommender.id, met_at=clock.now())


def record(
    db: Session, newcomer: Person, recommender_id: int, *, met_at: datetime, by: str = "customer"
) -> Referral:
    """Keep who brought a newcomer, once; raise Refused where that can't be.

    Told twice it is one. `met_at` is when she came, or said who had brought her.
    """
    if recommender_id == newcomer.id:
        raise Refused("referral_self")
    known = referral_of(db, newcomer.id)
    if known and known.recommender_id == recommender_id:
        return known
    check_newcomer(db, newcomer, met_at=met_at)
    brought = referral_of(db, recommender_id)
    if brought and brought.recommender_id == newcomer.id:
        raise Refused("referral_loop")
    facts = {"recommender_id": recommender_id, "newcomer_id": newcomer.id, "met_at": met_at}
    insert_once(db, Referral, **facts, state="met", points=0)
    note(db, "was_recommended", person_id=newcomer.id, actor=by, by=recommender_id)
    met = referral_of(db, newcomer.id)
    assert met is not None  # it was inserted, now or by another turn
    return met


def check_newcomer(db: Session, newcomer: Person, *, met_at: datetime | None = None) -> None:
    """Raise Refused where she was no newcomer: a member, who had bought, or was brought before."""
    member, bought = db.get(Member, newcomer.id), purchases_of(db, newcomer.id)
    then = met_at or clock.now()
    was_here = (member and member.joined_at < then) or (bought and bought[0].at < then)
    if was_here or referral_of(db, newcomer.id):
        raise Refused("referral_old")


def count_purchase(db: Session, referral: Referral, purchase: Purchase, shop: Shop) -> bool:
    """Take a newcomer's first purchase as what the reward is for; return whether it was."""
    rules = shop.recommending
    if referral.state != "joined" or not rules.counts(purchase.total_fen - purchase.returned_fen):
        return False
    if is_old_customer(db, referral):
        referral.state, referral.settled_at = "void", clock.now()
        return False
    referral.state, referral.purchase_id = "bought", purchase.id
    referral.due, referral.points = rules.due(purchase.day), rules.points
    db.flush()
    return True


def reward(db: Session, referral: Referral, shop: Shop) -> int:
    """Give what was promised, once; return the points, 0 where there is nothing to give now.

    Who was an old customer after all, by a record that was joined with hers since, brings none.
    """
    purchase = db.get_one(Purchase, referral.purchase_id)
    if referral.state != "bought" or referral.due is None or referral.due > clock.now():
        return 0
    if not shop.recommending.counts(purchase.total_fen - purchase.returned_fen):
        _wait_for_another(referral)
        return 0
    if is_old_customer(db, referral) or not _is_member(db, referral.recommender_id):
        referral.state, referral.settled_at = "void", clock.now()
        return 0
    bought = (Referral.id == referral.id) & (Referral.state == "bought")
    if not change(db, update(Referral).where(bought).values(state="rewarded")):
        return 0
    db.refresh(referral)
    referral.settled_at = clock.now()
    earn_points(
        db,
        referral.recommender_id,
        referral.points,
        kind="referral",
        source=f"referral:{referral.id}",
        about={},
        expires_on=expiry(clock.today(), shop.points.on(clock.today()).expire_months),
    )
    note(db, "was_rewarded", person_id=referral.recommender_id, points=referral.points)
    return referral.points


def undo(db: Session, referral: Referral) -> None:
    """The purchase came back: before the reward another may count, after it the points go back."""
    if referral.state == "bought":
        _wait_for_another(referral)
    elif referral.state == "rewarded":
        referral.state, referral.settled_at = "reversed", clock.now()
        take_back_points(
            db,
            referral.recommender_id,
            referral.points,
            kind="referral_off",
            source=f"referral_off:{referral.id}",
            about={},
        )
    db.flush()


def _wait_for_another(referral: Referral) -> None:
    referral.state, referral.purchase_id, referral.due, referral.points = "joined", None, None, 0


def _is_member(db: Session, person_id: int) -> bool:
    member = db.get(Member, person_id)
    return member is not None and member.status == "member"
