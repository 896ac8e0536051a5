"""A friend comes: both are remembered, both are thanked, and the reward waits until she stays."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.models import Conversation
from bot.outbox.actions import queue
from bot.shop.complaints.queries import who_complains
from bot.shop.events.actions import note
from bot.shop.events.queries import was_noted
from bot.shop.members.models import Member
from bot.shop.people.actions import living, lock_person
from bot.shop.people.models import Person
from bot.shop.purchases.models import Purchase
from bot.shop.purchases.queries import purchases_of
from bot.shop.referrals import actions
from bot.shop.referrals.models import Referral
from bot.shop.referrals.queries import referral_for, referral_of
from bot.shop.refusal import Refused
from bot.shop.stores.rules import Shop
from bot.shop.tasks.actions import ask_people, close_task
from bot.shop.tasks.models import Task

THANKED_WITHIN = timedelta(days=1)
NAMED = "referral_named"
ASKS_HER = "referral"  # the talk in which she says what her friend may know
ASKED = "asked_to_recommend"


def note_named(db: Session, newcomer: Person, *, why: str, words: str, due: datetime) -> bool:
    """Ask people to find out who brought her, once; return whether it is new."""
    return ask_people(
        db,
        kind=NAMED,
        dedupe=_named(newcomer.id),
        person=newcomer,
        why=why,
        words=words,
        due=due,
    )


def confirm_named(
    db: Session, newcomer_id: int, recommender_id: int, shop: Shop, *, by: str, result: str
) -> Referral:
    """Keep who brought her, as people found out; what she has done since she said so counts.

    Raise Refused where one of them is nobody, or it can't be.
    """
    newcomer, recommender = lock_person(db, newcomer_id), living(db, recommender_id)
    if newcomer is None:
        raise Refused("member_unknown", member=newcomer_id)
    member = db.get(Member, recommender.id) if recommender else None
    if recommender is None or member is None or member.status != "member":
        raise Refused("member_unknown", member=recommender_id)
    said_at = db.scalar(select(Task.created_at).where(Task.dedupe == _named(newcomer.id)))
    met_at = said_at or clock.now()
    referral = actions.record(db, newcomer, recommender.id, met_at=met_at, by=by)
    close_task(db, _named(newcomer.id), result=result)
    if referral.may_tell is None:
        _ask_what_may_be_told(db, newcomer)
    if db.get(Member, newcomer.id):
        friend_joined(db, newcomer)
        for purchase in purchases_of(db, newcomer.id):
            actions.count_purchase(db, referral, purchase, shop)
    return referral


def friend_joined(db: Session, newcomer: Person) -> None:
    """Thank who brought a newcomer, and the newcomer, on the day she becomes a member."""
    referral = referral_of(db, newcomer.id)
    if referral is None or referral.state != "met":
        return
    referral.state, referral.joined_at = "joined", clock.now()
    db.flush()
    _thank(db, referral)
    _thank_newcomer(db, referral)


def friend_bought(db: Session, purchase: Purchase, shop: Shop) -> None:
    """Let a newcomer's first purchase count for who brought her."""
    referral = referral_of(db, purchase.person_id) if purchase.person_id else None
    if referral:
        actions.count_purchase(db, referral, purchase, shop)


def friend_brought_back(db: Session, purchase: Purchase, shop: Shop) -> None:
    """Take the reward back where what is left of the purchase does not earn it."""
    kept = purchase.total_fen - purchase.returned_fen
    referral = referral_for(db, purchase.id)
    if referral and not shop.recommending.counts(kept):
        lock_person(db, referral.recommender_id)
        actions.undo(db, referral)


def give_reward(db: Session, referral_id: int, shop: Shop) -> int:
    """Give one reward that is due, and say so; return the points."""
    referral = db.get_one(Referral, referral_id)
    lock_person(db, referral.recommender_id)
    db.refresh(referral, with_for_update=True)
    points = actions.reward(db, referral, shop)
    if points:
        _tell(db, referral, "referral.rewarded", {"points": f"{points:,}"}, f"reward:{referral_id}")
    return points


def may_ask_to_recommend(db: Session, person: Person, shop: Shop) -> bool:
    """Say whether she may be asked now to tell others of us, and note that she is.

    Nobody is asked while she complains, nor twice within the days that the shop has set.
    """
    since = clock.now() - timedelta(days=shop.recommending.ask_days)
    if who_complains(db, [person.id]) or was_noted(db, person.id, ASKED, since=since):
        return False
    note(db, ASKED, person_id=person.id)
    return True


def _thank(db: Session, referral: Referral) -> None:
    """Thank her in any case; that her friend came is said only where the friend agreed."""
    key = "referral.friend_came" if referral.may_tell else "referral.thanks"
    _tell(db, referral, key, {}, f"referral:{referral.id}")


def _thank_newcomer(db: Session, referral: Referral) -> None:
    """Thank her for coming, in words that name neither her friend nor what she bought."""
    now = clock.now()
    queue(
        db,
        referral.newcomer_id,
        "referral.newcomer",
        {},
        kind="referral",
        journey="referral",
        purpose="service",
        dedupe=f"referral:{referral.id}:newcomer",
        not_after=now + THANKED_WITHIN,
        caused_at=now,
    )


def _ask_what_may_be_told(db: Session, newcomer: Person) -> None:
    """Let her be asked, with the answer to what she writes next, whether her friend may know.

    Her talk may be about something else just now: then it comes after that.
    """
    talk = db.scalars(select(Conversation).filter_by(person_id=newcomer.id)).one_or_none()
    if talk is None:
        return
    if talk.flow:
        talk.parked = [{"flow": ASKS_HER, "answers": {}}, *talk.parked]
    else:
        talk.flow, talk.answers, talk.asks = ASKS_HER, {}, None


def _named(newcomer_id: int) -> str:
    return f"{NAMED}:{newcomer_id}"


def _tell(db: Session, referral: Referral, key: str, params: dict[str, str], dedupe: str) -> None:
    now = clock.now()
    queue(
        db,
        referral.recommender_id,
        key,
        params,
        kind="referral",
        journey="referral",
        purpose="service",
        dedupe=dedupe,
        not_after=now + THANKED_WITHIN,
    )
