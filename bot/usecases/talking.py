"""A person takes a talk, writes in it, gives it back."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.models import Conversation
from bot.outbox.actions import queue
from bot.outbox.doors import ALLOWANCES, Grant
from bot.outbox.facts import Standing, Waiting
from bot.outbox.handover import note_said
from bot.outbox.models import Message
from bot.outbox.notices.actions import tell_staff
from bot.outbox.policy import Policy, Send, Skip, Task
from bot.outbox.queries import OPEN_STATES, standings
from bot.shop.events.actions import note
from bot.shop.people.actions import lock_person
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.staff.models import Staff
from bot.shop.staff.queries import acting_for
from bot.shop.staff.rules import Actor, may_hand_back, may_talk
from bot.shop.stores.rules import Shop
from bot.shop.tasks.actions import ask_people, finish_all, finish_task
from bot.shop.tasks.models import Task as Work
from bot.shop.tasks.queries import still_waits
from bot.shop.tasks.rules import ANSWERED_BY_WRITING
from bot.texts import Texts, line
from bot.usecases.complaining.people import note_call
from bot.usecases.promising import promise_anew

QUIET = timedelta(minutes=30)
# why a door is shut, and what is said to who wanted to write
_INSTEAD = {"reasons.left": "talk_left", "reasons.no_wechat": "talk_no_wechat"}
_INSTEAD |= {"reasons.blocked": "talk_blocked"}


def take_talk(db: Session, talk_id: int, who: Actor) -> Conversation:
    """Let a colleague have the talk: the bot keeps silent from here on. Taken twice is once.

    Raise Refused where another one has it, she may not, or the customer can't be written to.
    """
    talk, person = _held(db, talk_id)
    if not may_talk(who, guide=person.guide, store=person.store):
        raise Refused("talk_role", login=who.login)
    reach = standings(db, [person.id])[person.id][0].reach
    if reach in (None, "left"):
        raise Refused("talk_left" if reach else "talk_no_wechat")
    if talk.holder == "staff" and talk.staff != who.login:
        raise Refused("talk_taken", by=name_of(db, talk.staff))
    if talk.holder == "bot":
        talk.holder, talk.staff = "staff", who.login
        note(db, "took_talk", person_id=person.id, actor=who.login)
    talk.returns_at = clock.now() + QUIET
    db.flush()
    return talk


def release_talk(db: Session, talk_id: int, who: Actor) -> Conversation:
    """Give the talk back to the bot; raise Refused where somebody else has it."""
    talk, _ = _held(db, talk_id)
    if talk.holder == "staff":
        if not may_hand_back(who, holder=talk.staff):
            raise Refused("talk_taken", by=name_of(db, talk.staff))
        _give_back(db, talk, by=who.login)
    return talk


class Writing(NamedTuple):
    """Whether people can write to her now: how often still and until when, or what shuts it."""

    left: int
    until: datetime | None = None
    why: str | None = None


def can_write(db: Session, policy: Policy, person_id: int) -> Writing:
    """Say what goes to her now as an answer of people; `why` is the word of a refusal."""
    now, standing = clock.now(), standings(db, [person_id])[person_id][0]
    decision = policy.choose(Waiting("reply"), standing, now)
    if isinstance(decision, Task | Skip):
        return Writing(0, why=_INSTEAD.get(decision.why.key, "talk_no_door"))
    left = _left(db, person_id, standing, now)
    if isinstance(decision, Send) and left < 1:
        return Writing(0, why="talk_full")
    lasting = max(_open_grants(standing, now), key=lambda grant: grant.ends, default=None)
    if lasting is None:
        return Writing(left)
    # what a tap allows for a minute is not counted with what lasts for two days
    return Writing(min(left, lasting.left), lasting.ends)


def write_to_her(
    db: Session,
    policy: Policy,
    talk_id: int,
    *,
    text: str,
    who: Actor,
    once: str | None = None,
    seen: int | None = None,
) -> tuple[Message, Conversation]:
    """Write to a customer; a talk that nobody has is taken by that.

    Raise Refused, with what to do instead, where no door is open: what people write goes as an
    answer within the 48 hours after she wrote, or not at all. `once` is the form's own key: sent
    twice, it is one message. `seen` is the last message of colleagues that the writer had before
    her: where another one has answered since, nothing goes.
    """
    talk = take_talk(db, talk_id, who)
    now, person_id = clock.now(), talk.person_id
    dedupe = f"staff:{talk.id}:{once or uuid4().hex}"
    if known := _written(db, dedupe):
        return known, talk
    if seen is not None and (newer := newer_answer(db, person_id, seen=seen, but=who.login)):
        raise Refused("talk_answered", by=name_of(db, newer.params.get("by")))
    if why := can_write(db, policy, person_id).why:
        raise Refused(why)
    params = {"words": as_typed(text), "by": who.login}
    queue(db, person_id, "common.words", params, kind="staff", purpose="reply", dedupe=dedupe)
    talk.waiting_since, talk.returns_at = None, now + QUIET
    _note_service(db, person_id, who, now)
    finish_all(db, person_id, kinds=ANSWERED_BY_WRITING, result=params["words"], by=who.login)
    note(db, "wrote", person_id=person_id, actor=who.login)
    db.flush()
    return db.scalars(select(Message).where(Message.dedupe == dedupe)).one(), talk


def _note_service(db: Session, person_id: int, who: Actor, now: datetime) -> None:
    """Note that her own guide looked after her; she is held."""
    hers = update(Person).where(Person.id == person_id, Person.guide == who.login)
    db.execute(hers.values(served_at=now))


def as_typed(text: str) -> str:
    """Return what a person typed so that it never becomes a link."""
    return text.replace("<", "＜").replace(">", "＞")


def newer_answer(db: Session, person_id: int, *, seen: int, but: str) -> Message | None:
    """Return what a colleague wrote to her after the message `seen`."""
    later = (Message.person_id == person_id) & (Message.kind == "staff") & (Message.id > seen)
    written = select(Message).where(later, Message.state != "skipped").order_by(Message.id.desc())
    return next((each for each in db.scalars(written) if each.params.get("by") != but), None)


def hand_over(db: Session, talk_id: int, who: Actor, *, to: str, texts: Texts) -> Conversation:
    """Give a talk to a colleague, who hears of it; raise Refused where either may not have it."""
    talk, person = _held(db, talk_id)
    heir = acting_for(db, to)
    if talk.holder == "staff" and not may_hand_back(who, holder=talk.staff):
        raise Refused("talk_taken", by=name_of(db, talk.staff))
    for each in (who, heir):
        if not may_talk(each, guide=person.guide, store=person.store):
            raise Refused("talk_role", login=each.login)
    if talk.holder == "staff" and talk.staff == heir.login:
        return talk
    talk.holder, talk.staff, talk.returns_at = "staff", heir.login, clock.now() + QUIET
    note(db, "handed_talk", person_id=person.id, actor=who.login, to=heir.login)
    why = texts.render(line("tasks.handed", colleague=name_of(db, who.login)))
    once = f"handed:{talk.id}:{clock.now():%Y%m%dT%H%M%S}"
    tell_staff(db, "notices.task", dedupe=once, person=person, to=heir.login, why=why)
    db.flush()
    return talk


def finish_work(db: Session, task_id: int, *, result: str, by: str, shop: Shop) -> Work:
    """Note that a task is done; who waits for nothing more is not shown as waiting."""
    task = finish_task(db, task_id, result=result, by=by)
    note_said(db, task)
    note_call(db, task, shop, result=result, by=by)
    hers = select(Conversation).where(Conversation.person_id == task.person_id)
    talk = db.scalars(hers).one_or_none() if task.person_id else None
    if talk and talk.holder == "bot" and not still_waits(db, talk.person_id):
        talk.waiting_since = None
    return task


def quiet_talks(db: Session, now: datetime, limit: int) -> list[int]:
    """Return talks that a colleague has and in which nobody has said anything for a while."""
    quiet = (Conversation.holder == "staff") & (Conversation.returns_at <= now)
    return list(db.scalars(select(Conversation.id).where(quiet).limit(limit)))


def return_talk(db: Session, talk_id: int, *, texts: Texts, shop: Shop) -> bool:
    """Give a quiet talk back to the bot. Who still waits in it hears when somebody comes."""
    talk, person = _held(db, talk_id)
    now = clock.now()
    if talk.holder != "staff" or talk.returns_at is None or talk.returns_at > now:
        return False  # somebody said something while we waited
    _give_back(db, talk, by="bot")
    if talk.waiting_since:
        _make_up(db, talk, person, texts=texts, shop=shop)
    return True


def name_of(db: Session, login: str | None) -> str:
    """Return how a colleague is called; the holder of the key has no name."""
    known = db.get(Staff, login) if login else None
    return known.name if known else login or ""


def _written(db: Session, dedupe: str) -> Message | None:
    return db.scalars(select(Message).where(Message.dedupe == dedupe)).one_or_none()


def _held(db: Session, talk_id: int) -> tuple[Conversation, Person]:
    """Return a talk and its person, held: two who take it at once come one after the other."""
    talk = db.get(Conversation, talk_id)
    person = lock_person(db, talk.person_id) if talk else None
    if talk is None or person is None:
        raise Refused("talk_unknown")
    if person.id != talk.person_id:
        raise Refused("talk_closed")  # her two records were joined: the talk goes on in the other
    talk = db.get(Conversation, talk_id, populate_existing=True)
    if talk is None:
        raise Refused("talk_unknown")
    return talk, person


def _give_back(db: Session, talk: Conversation, *, by: str) -> None:
    """`staff` stays: the bot says once who it was, when she writes again."""
    talk.holder, talk.returns_at = "bot", None
    note(db, "released_talk", person_id=talk.person_id, actor=by)


def _left(db: Session, person_id: int, standing: Standing, now: datetime) -> int:
    """Return how many messages her doors still let through, those on their way counted."""
    on_their_way = select(func.count()).where(
        Message.person_id == person_id,
        Message.purpose == "reply",
        Message.state.in_(OPEN_STATES),
        Message.claimed_until.is_(None),
    )
    allowed = sum(grant.left for grant in _open_grants(standing, now))
    return allowed - (db.scalar(on_their_way) or 0)


def _open_grants(standing: Standing, now: datetime) -> list[Grant]:
    """Return what lets customer-service messages through; mass sends are counted apart."""
    ours = [grant for grant in standing.grants if grant.cause in ALLOWANCES]
    return [grant for grant in ours if grant.is_open(now)]


def _make_up(db: Session, talk: Conversation, person: Person, *, texts: Texts, shop: Shop) -> None:
    """Tell her when somebody comes, and people that she was left alone."""
    once = f"unanswered:{talk.id}:{talk.waiting_since:%Y%m%dT%H%M%S}"
    why = texts.render(line("tasks.unanswered", colleague=name_of(db, talk.staff)))
    due = promise_anew(db, person, texts, shop, once=once)
    ask_people(db, kind="unanswered", dedupe=once, person=person, why=why, words="", due=due)
    tell_staff(db, "notices.task", dedupe=once, person=person, why=why)
