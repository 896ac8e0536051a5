"""One turn: a message in, its effects and its reply out, in one transaction."""

from collections.abc import Callable
from typing import Any
from zlib import crc32

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.incoming import Incoming
from bot.channels.wechat.bubbles import bubbles
from bot.dialogue.answers import Context, spot_id_or_bank
from bot.dialogue.conversation import UNREAD, Talk
from bot.dialogue.intents import is_traditional, traditional
from bot.dialogue.models import Conversation, Inbox
from bot.dialogue.respond import respond
from bot.dialogue.riding import ride_along
from bot.dialogue.voice import Voice
from bot.outbox.actions import open_door, queue, shut_doors
from bot.shop.members.models import Member
from bot.shop.people.actions import meet, set_reach
from bot.shop.people.models import Identity, Person
from bot.shop.tasks.actions import ask_people
from bot.texts import line


def take_turn(
    db: Session,
    voice: Voice,
    incoming: Incoming,
    *,
    is_late: Callable[[], bool] = lambda: False,
    late: bool = False,
) -> str | None:
    """Answer one message; a repeat gets the reply that was saved. Return the reply's text.

    The person is held from here to the commit, so her messages are answered one at a time. Where
    that took too long to answer in time, the message is kept, and a worker answers it `late`: all
    its words leave by the outbox then.
    """
    identity, person = meet(db, incoming.channel, incoming.external_id)
    member, conversation, known = _load(db, person, incoming)
    if known and known.state != "pending":
        return _saved(known)
    if is_late():
        if known is None:
            db.add(_inbox(incoming, person, state="pending"))
        return None
    talk = _talk(db, voice, incoming, identity, person, member, conversation)
    _move_doors(db, identity, incoming)
    if incoming.kind != "unfollow":
        respond(talk, voice.understands, voice.intents)
        if talk.may_ride and not late:
            ride_along(db, voice, talk)
    return _keep(db, voice, talk, known, late=late)


def fail_turn(db: Session, voice: Voice, incoming: Incoming, *, late: bool = False) -> str | None:
    """Keep a message whose turn broke: an apology for her, a task for people.

    What she did opens and shuts her doors all the same: she wrote, or she left.
    """
    identity, person = meet(db, incoming.channel, incoming.external_id)
    _, _, known = _load(db, person, incoming)
    if known and known.state != "pending":
        return _saved(known)
    _move_doors(db, identity, incoming)
    apology = voice.texts.render(line("common.broken"))
    passive = None if late else apology
    _close(db, known, incoming, person, state="failed", reply=passive)
    if late:
        _follow_up(db, incoming, person.id, apology, number=0)
    ask_people(
        db,
        kind="broken",
        dedupe=f"broken:{incoming.key}",
        person=person,
        why=voice.texts.render(line("tasks.broken")),
        words=spot_id_or_bank(incoming.text),
        due=clock.now(),
    )
    return passive


_AT_HAND = (
    select(Member, Conversation, Inbox)
    .select_from(Person)
    .outerjoin(Member, Member.person_id == Person.id)
    .outerjoin(Conversation, Conversation.person_id == Person.id)
    .outerjoin(Inbox, Inbox.key == bindparam("key"))
    .where(Person.id == bindparam("person_id"))
    .execution_options(populate_existing=True)
)


def _load(
    db: Session, person: Person, incoming: Incoming
) -> tuple[Member | None, Conversation | None, Inbox | None]:
    row = db.execute(_AT_HAND, {"person_id": person.id, "key": incoming.key}).one()
    return row[0], row[1], row[2]


def _talk(
    db: Session,
    voice: Voice,
    incoming: Incoming,
    identity: Identity,
    person: Person,
    member: Member | None,
    conversation: Conversation | None,
) -> Talk:
    now = clock.now()
    if conversation is None:
        conversation = Conversation(
            person_id=person.id,
            answers={},
            parked=[],
            misses=0,
            holder="bot",
            traditional=False,
            heard_at=now,
        )
        db.add(conversation)
    conversation.heard_at = now
    told = is_traditional(incoming.text) if incoming.kind == "text" else None
    conversation.traditional = conversation.traditional if told is None else told
    shop = voice.shops.read(db)
    return Talk(
        db=db,
        incoming=incoming,
        identity=identity,
        person=person,
        member=member,
        conversation=conversation,
        shop=shop,
        texts=voice.texts,
        context=Context(clock.today(), conversation.answers.get(UNREAD, ""), shop),
        now=now,
        flows=voice.flows,
        site=voice.site,
    )


def _move_doors(db: Session, identity: Identity, did: Incoming) -> None:
    """Note that she is here, or gone; what she did before she left opens nothing when it comes."""
    now = clock.now()
    if did.kind == "unfollow":
        set_reach(db, identity, "left", min(did.at, now))
        shut_doors(db, identity.person_id)
        return
    if identity.reach == "left" and did.kind != "follow" and did.at < identity.reach_since:
        return
    if identity.reach != "open":
        set_reach(db, identity, "open", now)
    if cause := did.opens:
        open_door(db, identity.person_id, cause, at=min(did.at, now))


def _keep(db: Session, voice: Voice, talk: Talk, known: Inbox | None, *, late: bool) -> str | None:
    """Save the reply with the message; what doesn't fit in one bubble follows as messages."""
    pick = crc32(talk.incoming.key.encode())
    words = "\n\n".join(voice.texts.render(said, pick=pick) for said in talk.said)
    words = traditional(words) if talk.conversation.traditional else words
    parts = bubbles(words)
    passive = None if late or not parts else parts.pop(0)
    _close(db, known, talk.incoming, talk.person, state="done", reply=passive)
    for number, part in enumerate(parts):
        _follow_up(db, talk.incoming, talk.person.id, part, number=number)
    return passive


def _close(
    db: Session,
    known: Inbox | None,
    incoming: Incoming,
    person: Person,
    *,
    state: str,
    reply: str | None,
) -> None:
    """Keep a message with its reply, which a repeat finds."""
    inbox = known or _inbox(incoming, person, state=state)
    inbox.state, inbox.reply = state, {"text": reply} if reply else None
    inbox.said = _said(incoming, state)
    db.add(inbox)


def _follow_up(db: Session, incoming: Incoming, person_id: int, words: str, *, number: int) -> None:
    """Send words that the passive reply could not carry; the window she opened bounds them."""
    queue(
        db,
        person_id,
        "common.words",
        {"words": words},
        kind="reply",
        purpose="reply",
        dedupe=f"reply:{incoming.key}:{number}",
        caused_at=incoming.at,
    )


def _saved(known: Inbox) -> str | None:
    return known.reply["text"] if known.reply else None


def _inbox(incoming: Incoming, person: Person, *, state: str) -> Inbox:
    return Inbox(
        key=incoming.key,
        person_id=person.id,
        kind=incoming.kind,
        said=_said(incoming, state),
        at=incoming.at,
        state=state,
    )


def _said(incoming: Incoming, state: str) -> dict[str, Any]:
    """Return what is kept of a message; card and identity numbers are hidden before that.

    A location finds the nearest store and is kept no longer than it waits for that.
    """
    if incoming.kind == "location" and state != "pending":
        return {}
    return {"text": spot_id_or_bank(incoming.text), "detail": incoming.detail}
