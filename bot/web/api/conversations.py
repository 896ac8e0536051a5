"""Where the talks with customers stand, and how people take part in them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from sqlalchemy.orm import Session

from bot.dialogue.models import Conversation
from bot.dialogue.queries import TalkAndPerson, conversation, conversations_page
from bot.dialogue.transcript import Said, transcript
from bot.shop.refusal import Refused
from bot.shop.staff.rules import Actor
from bot.usecases.talking import release_talk, take_talk, write_to_her
from bot.web.api.actors import acting
from bot.web.api.fields import Maybe, ShownMoment, Word, storable
from bot.web.api.outbox import OutgoingMessage
from bot.web.api.shapes import Answer, Body, ListQuestion, Page, page_of
from bot.wiring import Bot

LONGEST = 600  # characters: what one bubble holds
Words = Annotated[str, Field(min_length=1, max_length=LONGEST), AfterValidator(storable)]


class Talk(Answer):
    """A talk: the open subject, the question that is asked, and who talks with her."""

    id: int
    member: int
    name: str | None
    store: str | None
    guide: str | None
    flow: str | None
    asks: str | None
    holder: Literal["bot", "staff"] = Field(serialization_alias="with")
    staff: str | None
    waiting_since: ShownMoment | None


class WhichTalks(ListQuestion):
    """Hers, or all; those in which somebody waits for a person, or the others."""

    openid: Maybe[Word] = None
    waiting: bool | None = None


class By(Body):
    """Who acts."""

    by: Maybe[Word] = None


class Writing(Body):
    """What a colleague writes to her."""

    text: Words
    by: Maybe[Word] = None


class Attached(Answer):
    """A picture or voice; its bytes are under `/media/{id}` once they are kept."""

    id: int
    kind: str
    state: Literal["wanted", "kept", "gone", "refused"]


class Bubble(Answer):
    """One thing that was said, by whom, and what came of it."""

    at: ShownMoment
    sender: Literal["customer", "bot", "staff"] = Field(serialization_alias="from")
    kind: str
    text: str
    staff: str | None
    state: str
    media: Attached | None


def find(bot: Bot, question: WhichTalks) -> Page[Talk]:
    """Find talks, newest first."""
    with bot.database.reading() as db:
        found = conversations_page(
            db,
            openid=question.openid,
            waiting=question.waiting,
            before=question.cursor,
            limit=question.limit + 1,
        )
        return page_of(found, question, show=_shown, position=lambda row: row.talk.id)


def show(bot: Bot, talk_id: int) -> Talk:
    """Show one talk."""
    with bot.database.reading() as db:
        return _shown(_found(db, talk_id))


def read(bot: Bot, talk_id: int, question: ListQuestion) -> Page[Bubble]:
    """Show what was said in a talk, newest first."""
    with bot.database.reading() as db:
        person_id = _found(db, talk_id).person.id
        found = transcript(db, person_id, before=question.cursor, limit=question.limit + 1)
        return page_of(found, question, show=_bubble, position=lambda said: said.place)


def take(bot: Bot, talk_id: int, body: By) -> Talk:
    """Take a talk: the bot keeps silent in it; 409 where somebody else has it, or she has left."""

    def work(db: Session) -> Talk:
        take_talk(db, talk_id, acting(db, body.by))
        return _shown(_found(db, talk_id))

    return bot.database.run(work)


def release(bot: Bot, talk_id: int, body: By) -> Talk:
    """Give a talk back to the bot; also somebody else's, for who leads."""

    def work(db: Session) -> Talk:
        release_talk(db, talk_id, acting(db, body.by))
        return _shown(_found(db, talk_id))

    return bot.database.run(work)


def write(bot: Bot, talk_id: int, body: Writing) -> OutgoingMessage:
    """Write to her; a talk that nobody has is taken by it.

    409 with what to do instead where WeChat lets nothing through: she wrote more than 48 hours
    ago, has had as many messages as one act of hers allows, or has left.
    """

    def work(db: Session) -> OutgoingMessage:
        who: Actor = acting(db, body.by)
        message, _ = write_to_her(db, bot.policy, talk_id, text=body.text, who=who)
        shown = OutgoingMessage.model_validate(message, from_attributes=True)
        return shown.model_copy(update={"text": body.text})

    return bot.database.run(work)


def _found(db: Session, talk_id: int) -> TalkAndPerson:
    found = conversation(db, talk_id)
    if found is None:
        raise Refused("talk_unknown")
    return found


def _shown(row: TalkAndPerson) -> Talk:
    talk: Conversation = row.talk
    return Talk(
        id=talk.id,
        member=row.person.id,
        name=row.person.name,
        store=row.person.store,
        guide=row.person.guide,
        flow=talk.flow,
        asks=talk.asks,
        holder="staff" if talk.holder == "staff" else "bot",
        staff=talk.staff if talk.holder == "staff" else None,
        waiting_since=talk.waiting_since,
    )


def _bubble(said: Said) -> Bubble:
    media = Attached.model_validate(said.media, from_attributes=True) if said.media else None
    return Bubble(**{**vars(said), "media": media})
