"""One turn: a message in, its effects and its reply out, in one transaction."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.incoming import Incoming
from bot.channels.wechat.bubbles import bubbles
from bot.db import insert
from bot.dialogue.answers import Context, spot_id_or_bank
from bot.dialogue.asked import is_asked
from bot.dialogue.conversation import UNREAD, Talk
from bot.dialogue.intents import is_traditional
from bot.dialogue.models import Conversation, Inbox
from bot.dialogue.respond import respond
from bot.dialogue.riding import ride_along, waiting
from bot.dialogue.voice import Voice
from bot.outbox.actions import open_door, queue, shut_doors
from bot.shop.complaints.queries import open_for
from bot.shop.media.actions import want_media
from bot.shop.members.models import Member
from bot.shop.people.actions import HELD, meet, set_reach
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
    here = _meet(db, incoming)
    if here.known and here.known.state != "pending":
        return _saved(here.known)
    if is_late():
        if here.known is None:
            _write(db, incoming, here.identity, state="pending")
        return None
    talk = _talk(db, voice, incoming, here)
    _move_doors(db, here.identity, incoming)
    if incoming.kind == "unfollow":
        voice.intents["unfollow"](talk)
    else:
        respond(talk, voice.understands, voice.intents)
        if here.waits and talk.may_ride and not late:
            ride_along(db, voice, talk)
    return _keep(db, voice, talk, here.known, late=late)


def fail_turn(db: Session, voice: Voice, incoming: Incoming, *, late: bool = False) -> str | None:
    """Keep a message whose turn broke: an apology for her, a task for people.

    What she did opens and shuts her doors all the same: she wrote, or she left.
    """
    here = _meet(db, incoming)
    if here.known and here.known.state != "pending":
        return _saved(here.known)
    _move_doors(db, here.identity, incoming)
    apology = voice.texts.render(line("common.broken"))
    passive = None if late else apology
    _close(db, here.known, incoming, here.identity, state="failed", reply=passive)
    if late:
        _follow_up(db, incoming, here.identity, apology, number=0)
    ask_people(
        db,
        kind="broken",
        dedupe=f"broken:{incoming.key}",
        person=here.person,
        why=voice.texts.render(line("tasks.broken")),
        words=spot_id_or_bank(incoming.text),
        due=clock.now(),
    )
    return passive


class _AtHand(NamedTuple):
    """What a turn begins with: who she is, where her talk stands, what is known of the message."""

    identity: Identity
    person: Person
    member: Member | None
    conversation: Conversation | None
    known: Inbox | None
    waits: bool  # something may ride along
    complains: bool
    was_asked: bool  # a question of ours waits for her answer, perhaps since days


_AT_HAND = (
    HELD.add_columns(
        Member,
        Conversation,
        Inbox,
        waiting(Person.id).exists().label("waits"),
        open_for(Person.id).exists().label("complains"),
        is_asked(Person.id).label("was_asked"),
    )
    .outerjoin(Member, Member.person_id == Person.id)
    .outerjoin(Conversation, Conversation.person_id == Person.id)
    .outerjoin(Inbox, Inbox.key == bindparam("key"))
)


def _meet(db: Session, incoming: Incoming) -> _AtHand:
    """Hold her, and read in one statement what the turn needs."""
    who = (incoming.channel, incoming.external_id)
    return _AtHand._make(meet(db, *who, _AT_HAND, key=incoming.key, now=clock.now()))


def _talk(db: Session, voice: Voice, incoming: Incoming, here: _AtHand) -> Talk:
    now = clock.now()
    conversation = here.conversation or first_talk(db, here.person)
    told = is_traditional(incoming.text) if incoming.kind == "text" else None
    if told not in (None, conversation.traditional):
        conversation.traditional = told
    shop = voice.shops.read(db)
    return Talk(
        complains=here.complains,
        was_asked=here.was_asked,
        db=db,
        incoming=incoming,
        identity=here.identity,
        person=here.person,
        member=here.member,
        conversation=conversation,
        shop=shop,
        texts=voice.texts,
        context=Context(clock.today(), conversation.answers.get(UNREAD, ""), shop),
        now=now,
        flows=voice.flows,
        site=voice.site,
        proves_by_sms=voice.proves_by_sms,
    )


def first_talk(db: Session, person: Person) -> Conversation:
    """Begin the talk with somebody who has none."""
    first = Conversation(
        person_id=person.id, answers={}, parked=[], misses=0, holder="bot", traditional=False
    )
    db.add(first)
    return first


def meet_anew(talk: Talk) -> None:
    """Go on with a stranger, of whom not even these words are kept: what was hers is erased."""
    told, here = talk.incoming, meet(talk.db, talk.incoming.channel, talk.incoming.external_id)
    talk.identity, talk.person, talk.member = here.Identity, here.Person, None
    talk.conversation = first_talk(talk.db, talk.person)
    talk.incoming = replace(told, text="", detail={})
    talk.hush()
    _move_doors(talk.db, talk.identity, told)


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
    texts = voice.texts_for(talk.conversation)
    parts = bubbles("\n\n".join(texts.render(said, pick=talk.incoming.seed) for said in talk.said))
    passive = None if late or not parts else parts.pop(0)
    _close(db, known, talk.incoming, talk.identity, state="done", reply=passive)
    for number, part in enumerate(parts):
        _follow_up(db, talk.incoming, talk.identity, part, number=number)
    return passive


def _close(
    db: Session,
    known: Inbox | None,
    incoming: Incoming,
    identity: Identity,
    *,
    state: str,
    reply: str | None,
) -> None:
    """Keep a message with its reply, which a repeat finds; a worker fetches what came with it."""
    if source := incoming.detail.get("media_id"):
        _want(db, incoming, identity.person_id, source)
    saved = {"text": reply} if reply else None
    if known is None:
        _write(db, incoming, identity, state=state, reply=saved)
        return
    known.state, known.reply, known.said = state, saved, _said(incoming, state)


def _want(db: Session, incoming: Incoming, person_id: int, source: str) -> None:
    want_media(
        db,
        key=incoming.key,
        person_id=person_id,
        kind=incoming.kind,
        source=source,
        at=incoming.at,
        now=clock.now(),
    )


def _follow_up(
    db: Session, incoming: Incoming, identity: Identity, words: str, *, number: int
) -> None:
    """Send words that the passive reply could not carry; the window she opened bounds them."""
    queue(
        db,
        identity.person_id,
        "common.words",
        {"words": words},
        kind="reply",
        purpose="reply",
        dedupe=f"reply:{incoming.key}:{number}",
        caused_at=incoming.at,
        identity_id=identity.id,
    )


def _saved(known: Inbox) -> str | None:
    return known.reply["text"] if known.reply else None


def _write(
    db: Session,
    incoming: Incoming,
    identity: Identity,
    *,
    state: str,
    reply: dict[str, str] | None = None,
) -> None:
    insert(db, Inbox, **inbox_row(incoming, identity.person_id, identity.id, state), reply=reply)


def inbox_row(incoming: Incoming, person_id: int, identity_id: int, state: str) -> dict[str, Any]:
    """Return what is kept of a message, beside the reply it gets."""
    return {
        "key": incoming.key,
        "person_id": person_id,
        "identity_id": identity_id,
        "kind": incoming.kind,
        "said": _said(incoming, state),
        "at": incoming.at,
        "state": state,
    }


def _said(incoming: Incoming, state: str) -> dict[str, Any]:
    """Return what is kept of a message; card and identity numbers are hidden before that.

    A location finds the nearest store and is kept no longer than it waits for that.
    """
    if incoming.kind == "location" and state != "pending":
        return {}
    return {"text": spot_id_or_bank(incoming.text), "detail": incoming.detail}
