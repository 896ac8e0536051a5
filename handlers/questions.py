"""What customers ask about goods and days, and what they say about us."""

from bot.dialogue.conversation import Talk
from bot.texts import line
from handlers.people import ask_somebody


def price(talk: Talk) -> None:
    ask_somebody(talk, "question", "tasks.price", "questions.price")


def stock(talk: Talk) -> None:
    ask_somebody(talk, "question", "tasks.stock", "questions.stock")


def gold_price(talk: Talk) -> None:
    """Tell today's gold price where somebody has set it today; never an old one."""
    today = talk.shop.today.gold_on(talk.context.today)
    if today is None:
        ask_somebody(talk, "question", "tasks.gold_price", "questions.gold_price_unknown")
    else:
        talk.say("questions.gold_price", yuan=f"{today:,}")


def promotions(talk: Talk) -> None:
    """Tell what is on, since she asks."""
    found = talk.shop.today.promotions_on(talk.context.today)
    if not found:
        talk.say("questions.nothing_on")
        return
    told = [line("questions.promotion", name=each.name, what=each.what) for each in found]
    talk.say("questions.promotions", promotions=told)


def praise(talk: Talk) -> None:
    """Thank her, and let the people she praises hear of it."""
    talk.call_people("praise", "tasks.praise", waits=False)
    talk.say("questions.praise")


def suggestion(talk: Talk) -> None:
    talk.call_people("suggestion", "tasks.suggestion", waits=False)
    talk.say("questions.suggestion")
