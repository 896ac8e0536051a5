"""取消 outside of any question: it means what was asked for last, a visit or a gift."""

from bot.dialogue.conversation import Talk
from bot.shop.gifts.queries import open_redemptions
from handlers.appointment import IN_MIND, last_booked, take_back
from handlers.gift_codes import give_back
from handlers.social import hears_no


def takes_back(talk: Talk) -> None:
    """Take back the newest of what she booked and redeemed today, else nothing."""
    visit = last_booked(talk)
    waiting = open_redemptions(talk.db, talk.person.id)
    taken_at = waiting[0].made_at if waiting else None
    if taken_at and taken_at > talk.now - IN_MIND and not (visit and visit.changed_at > taken_at):
        give_back(talk)
    elif visit:
        take_back(talk, visit)
    else:
        hears_no(talk)
