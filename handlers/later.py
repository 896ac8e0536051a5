"""What people do until the bot can: each with an honest word and somebody who sees to it."""

from bot.dialogue.conversation import Handler, Talk
from handlers.people import ask_somebody


def _by_people(kind: str, why: str, says: str) -> Handler:
    def answer(talk: Talk) -> None:
        ask_somebody(talk, kind, why, says)

    return answer


survey = _by_people("survey", "tasks.survey", "later.survey")
