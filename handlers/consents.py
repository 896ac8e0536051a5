"""Stopping our messages, and leaving for good."""

from bot.dialogue.answers import yes_no
from bot.dialogue.conversation import Talk
from bot.dialogue.flow import Answers, Ask, Do, Done, Flow
from bot.dialogue.turn import meet_anew
from bot.outbox.actions import drop_unasked
from bot.shop.complaints.queries import open_complaints
from bot.shop.consent.actions import stop_messages
from bot.shop.points.queries import points_standing
from bot.texts import line
from bot.usecases.erasing import erase


def stop(talk: Talk) -> None:
    """Stop care and promotion at once; one line confirms it and says how to come back."""
    _stop_all(talk)
    talk.hush()
    talk.say("consents.stopped")


def close_account(talk: Talk) -> None:
    """Tell what goes and what the law keeps, and ask once before all is erased."""
    balance = points_standing(talk.db, talk.person.id, talk.context.today).balance
    if not talk.is_member:
        talk.say("close_account.goes_chat")
    elif balance:
        talk.say("close_account.goes_points", points=f"{balance:,}")
    else:
        talk.say("close_account.goes")
    if open_complaints(talk.db, talk.person.id):
        talk.say("close_account.goes_case")
    talk.may_ride = False
    talk.start("close_account")


def _stop_all(talk: Talk) -> None:
    """Grant nothing any more, and take back what is on its way unasked."""
    stop_messages(talk.db, talk.person.id)
    drop_unasked(talk.db, talk.person.id, why=talk.texts.render(line("reasons.stopped")))


def _close(talk: Talk, answers: Answers) -> Done:
    """Erase all that is kept of her, now; the receipt is the last she hears of it."""
    if not answers["sure"]:
        return Done(says=(line("close_account.stays"),))
    why = talk.texts.render(line("reasons.erased"))
    receipt = erase(talk.db, talk.person.id, actor="customer", why=why)
    meet_anew(talk)
    return Done(says=(line("close_account.erased", receipt=receipt),), ends=True)


CLOSE = Flow(
    "close_account",
    (
        Ask("sure", yes_no),
        Do("closed", _close, needs=("sure",)),
    ),
)
