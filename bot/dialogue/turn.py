"""One turn: a message in, its effects and its reply out, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.wechat.bubbles import bubbles
from bot.dialogue.answers import Context, hide_cards
from bot.dialogue.conversation import Handler, Talk
from bot.dialogue.flow import Flow
from bot.dialogue.incoming import Incoming
from bot.dialogue.intents import Understands
from bot.dialogue.models import Conversation, Inbox
from bot.dialogue.respond import respond
from bot.dialogue.riding import ride_along
from bot.outbox.actions import open_door, queue, shut_doors
from bot.outbox.policy import Policy
from bot.shop.members.models import Member
from bot.shop.people.actions import meet, set_reach
from bot.shop.people.models import Identity, Person
from bot.shop.stores.queries import ShopBook
from bot.shop.tasks.actions import ask_people
from bot.texts import Texts, line


@dataclass(frozen=True)
class Voice:
    """Everything a turn needs besides the database: what the bot knows and how it speaks."""

    texts: Texts
    shops: ShopBook
    understands: Understands
    policy: Policy
    flows: Mapping[str, Flow]
    intents: Mapping[str, Handler]


def take_turn(db: Session, voice: Voice, incoming: Incoming) -> str | None:
    """Answer one message; a repeat gets the reply that was saved. Return the reply's text.

    The person is held from here to the commit, so her messages are answered one at a time.
    """
    identity, person = meet(db, incoming.channel, incoming.external_id)
    member, conversation, known = _load(db, person, incoming)
    if known and known.state != "pending":
        return _saved(known)
    talk = _talk(db, voice, incoming, identity, person, member, conversation)
    if incoming.kind == "unfollow":
        _say_goodbye_to_doors(talk)
    else:
        _open_doors(talk)
        respond(talk, voice.understands, voice.intents)
        if talk.may_ride:
            ride_along(db, voice, talk)
    return _keep(db, voice, talk, known)


def postpone(db: Session, incoming: Incoming) -> None:
    """Keep a message whose time to be answered at once has passed; a worker answers it."""
    _, person = meet(db, incoming.channel, incoming.external_id)
    _, conversation, known = _load(db, person, incoming)
    if known is None:
        db.add(_inbox(incoming, person, state="pending"))


def fail_turn(db: Session, voice: Voice, incoming: Incoming) -> str | None:
    """Keep a message whose turn broke: an apology for her, a task for people."""
    _, person = meet(db, incoming.channel, incoming.external_id)
    _, _, known = _load(db, person, incoming)
    if known and known.state != "pending":
        return _saved(known)
    apology = voice.texts.render(line("common.broken"))
    inbox = known or _inbox(incoming, person, state="failed")
    inbox.state, inbox.reply = "failed", {"text": apology}
    db.add(inbox)
    ask_people(
        db,
        kind="broken",
        dedupe=f"broken:{incoming.key}",
        person=person,
        why=voice.texts.render(line("tasks.broken")),
        words=hide_cards(incoming.text),
        due=clock.now(),
    )
    return apology


def _load(
    db: Session, person: Person, incoming: Incoming
) -> tuple[Member | None, Conversation | None, Inbox | None]:
    row = db.execute(
        select(Member, Conversation, Inbox)
        .select_from(Person)
        .outerjoin(Member, Member.person_id == Person.id)
        .outerjoin(Conversation, Conversation.person_id == Person.id)
        .outerjoin(Inbox, Inbox.key == incoming.key)
        .where(Person.id == person.id)
        .execution_options(populate_existing=True)
    ).one()
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
            person_id=person.id, answers={}, parked=[], misses=0, holder="bot", heard_at=now
        )
        db.add(conversation)
    conversation.heard_at = now
    return Talk(
        db=db,
        incoming=incoming,
        identity=identity,
        person=person,
        member=member,
        conversation=conversation,
        shop=voice.shops.read(db),
        texts=voice.texts,
        context=Context(today=clock.today()),
        now=now,
        flows=voice.flows,
    )


def _open_doors(talk: Talk) -> None:
    if talk.identity.reach != "open":
        set_reach(talk.db, talk.identity, "open", talk.now)
    if cause := talk.incoming.opens:
        open_door(talk.db, talk.person.id, cause, at=talk.incoming.at)


def _say_goodbye_to_doors(talk: Talk) -> None:
    set_reach(talk.db, talk.identity, "left", talk.now)
    shut_doors(talk.db, talk.person.id)


def _keep(db: Session, voice: Voice, talk: Talk, known: Inbox | None) -> str | None:
    """Save the reply with the message; what doesn't fit in one bubble follows as messages."""
    pick = talk.conversation.id or hash(talk.incoming.key) % 97
    words = "\n\n".join(voice.texts.render(said, pick=pick) for said in talk.said)
    parts = bubbles(words)
    inbox = known or _inbox(talk.incoming, talk.person, state="done")
    inbox.state, inbox.reply = "done", {"text": parts[0]} if parts else None
    db.add(inbox)
    for number, part in enumerate(parts[1:], start=1):
        queue(
            db,
            talk.person.id,
            "common.words",
            {"words": part},
            kind="reply",
            purpose="reply",
            dedupe=f"more:{talk.incoming.key}:{number}",
            caused_at=talk.incoming.at,
        )
    return parts[0] if parts else None


def _saved(known: Inbox) -> str | None:
    return known.reply["text"] if known.reply else None


def _inbox(incoming: Incoming, person: Person, *, state: str) -> Inbox:
    """Make the row; card and identity numbers are hidden before anything is stored."""
    said = {"text": hide_cards(incoming.text), "detail": incoming.detail}
    if incoming.kind == "location":
        said = {}  # it finds the nearest store and is not kept
    return Inbox(
        key=incoming.key,
        person_id=person.id,
        kind=incoming.kind,
        said=said,
        at=incoming.at,
        state=state,
    )
