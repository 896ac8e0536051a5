"""She puts off what we invited her to: it comes once more when she said, and all else goes on."""

from datetime import date

from bot.dialogue.answers.putting_off_till import till_when
from bot.dialogue.conversation import Talk
from bot.usecases.inviting_later import invite_later


def puts_invitation_off(talk: Talk) -> bool:
    """Move the invitation that she answers with 下个月再说; False where she answers none."""
    day = till_when(talk.incoming.text, talk.context.today)
    comes = invite_later(talk.db, talk.person.id, day) if day else None
    if day is None or comes is None:
        return False
    talk.may_ride = False
    if comes:
        talk.say("wishes.invited_later", day=told_day(day, talk.context.today))
    else:
        talk.say("social.later")
    return True


def told_day(day: date, today: date) -> str:
    """Say a day, with its year where that is another one."""
    year = f"{day.year}年" if day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日"
