"""A person is wanted: somebody is asked, and she hears when that will be."""

from collections.abc import Collection
from datetime import timedelta

from bot.dialogue.conversation import Talk
from bot.outbox.notices.actions import tell_staff
from bot.shop.staff.models import Staff
from bot.shop.tasks.actions import hear_more
from bot.shop.tasks.rules import AWAITED
from bot.texts import Line
from bot.usecases.promising import someone_comes
from bot.usecases.talking import QUIET

AWAITED_FOR = timedelta(days=1)


def wants_a_person(talk: Talk) -> None:
    """Ask somebody, and tell the true hour; asked again, say that people know."""
    if talk.is_with_staff:
        left_to_colleague(talk)
        talk.say("people.here", colleague=_colleague(talk) or talk.shop.shop.helper)
        return
    talk.hush()
    if is_awaited(talk, ("human", "stuck", "unanswered")):
        talk.say("people.known")
    else:
        talk.say("people.human", when=_call(talk, "human", "tasks.human"))


def asks_again(talk: Talk) -> None:
    """Let people hear that she asks for them; what she is told is said elsewhere."""
    if not is_awaited(talk):
        _call(talk, "human", "tasks.human")


def is_stuck(talk: Talk) -> None:
    """Twice not understood: a person is asked once, and she hears it in varied words."""
    if is_awaited(talk):
        talk.say_line(Line("people.still_stuck", {}, pick=talk.conversation.misses // 2))
    else:
        talk.say("people.stuck", when=_call(talk, "stuck", "tasks.stuck"))


def ask_somebody(talk: Talk, kind: str, why: str, says: str) -> None:
    """Ask people in a matter of theirs: say the subject's own words, and when they answer."""
    when = _call(talk, kind, why)
    talk.say(says)
    talk.say("people.will_answer", when=when)


def is_awaited(talk: Talk, kinds: Collection[str] = AWAITED) -> bool:
    """Say whether people were asked to see to her already; what she says now is added for them."""
    since = talk.now - AWAITED_FOR
    return hear_more(talk.db, talk.person.id, talk.words, kinds=kinds, since=since)


def left_to_colleague(talk: Talk) -> None:
    """She writes to the colleague who has the talk: say nothing, and let the colleague hear it."""
    here = talk.conversation
    here.waiting_since = here.waiting_since or talk.now
    here.returns_at = talk.now + QUIET
    once = f"wrote:{talk.person.id}:{here.waiting_since.isoformat()}"
    tell_staff(talk.db, "notices.wrote", dedupe=once, person=talk.person, to=here.staff or "")


def handed_back(talk: Talk) -> None:
    """Say once who talked with her before the bot had the talk again."""
    here = talk.conversation
    if colleague := _colleague(talk):
        talk.say("people.recap", colleague=colleague)
    here.staff = None


def _colleague(talk: Talk) -> str:
    """Return the name of the colleague who has the talk, or had it last; "" where none is known."""
    known = talk.db.get(Staff, talk.conversation.staff) if talk.conversation.staff else None
    return known.name if known else ""


def _call(talk: Talk, kind: str, why: str) -> Line:
    """Ask somebody; return when she hears of them, in words."""
    due, when = someone_comes(talk.shop, talk.person.store, talk.now)
    talk.call_people(kind, why, within=due - talk.now)
    return when
