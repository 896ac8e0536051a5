"""Stopping our messages, and leaving for good."""

from datetime import timedelta

from bot.dialogue.answers import yes_no
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow
from bot.outbox.actions import drop_unasked
from bot.shop.consent.actions import answer_consent, stop_messages
from bot.texts import line

WITHIN = timedelta(days=3)


def stop(talk: Talk) -> None:
    """Stop care and promotion at once; one line confirms it and says how to come back."""
    _stop_all(talk)
    talk.hush()
    talk.say("consents.stopped")


def resume(talk: Talk) -> None:
    """Grant care again; promotion is a yes of its own and stays off."""
    if not talk.is_member:
        talk.say("consents.resume_no_member")
        return
    answer_consent(talk.db, talk.person.id, {"care": True})
    talk.say("consents.resumed")


def close_account(talk: Talk) -> None:
    """Ask once before a membership is closed."""
    talk.may_ride = False
    if talk.is_member:
        talk.start("close_account")
    else:
        talk.say("consents.nothing_to_close")


def _stop_all(talk: Talk) -> None:
    """Grant nothing any more, and take back what is on its way unasked."""
    stop_messages(talk.db, talk.person.id)
    drop_unasked(talk.db, talk.person.id, why=talk.texts.render(line("reasons.stopped")))


def _close(talk: Talk, answers: Answers) -> Done:
    """Stop all messages now; people erase the file and tell her so."""
    if not answers["sure"]:
        return Done(says=(line("consents.stays"),))
    _stop_all(talk)
    talk.call_people("erase", "tasks.erase", within=WITHIN)
    return Done(says=(line("consents.will_close"),))


CLOSE = Flow(
    "close_account",
    (
        Ask("sure", yes_no),
        Do("closed", _close, needs=("sure",)),
    ),
)
