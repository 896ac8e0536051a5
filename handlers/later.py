"""What people do until the bot can: each with an honest word and somebody who sees to it."""

from bot.dialogue.conversation import Handler, Talk
from handlers.people import ask_somebody


def _by_people(wish: str) -> Handler:
    def answer(talk: Talk) -> None:
        ask_somebody(talk, wish, f"tasks.{wish}", f"later.{wish}")

    return answer


redeem = _by_people("redeem")
coupon = _by_people("coupon")
referral = _by_people("referral")
appointment = _by_people("appointment")
survey = _by_people("survey")
