"""How long it takes: a service that she names or has in mind, or the points for a friend."""

from bot.dialogue.answers import spot_service
from bot.dialogue.conversation import Talk
from bot.shop.appointments.queries import upcoming_of
from bot.shop.stores.services import Service
from bot.texts import Line, line
from handlers.referral import tell_when
from handlers.social import did_not_understand

HOUR = 60


def how_long(talk: Talk) -> None:
    """Tell how long a service takes; 多久 alone is about what was spoken of last."""
    service = _in_mind(talk)
    if service:
        talk.say("appointment.takes", service=service.name, long=_long(service.minutes))
    elif talk.subject == "referral":
        tell_when(talk)
    elif not talk.said:  # beside another wish it asks about that one
        did_not_understand(talk)


def _in_mind(talk: Talk) -> Service | None:
    """Return the service that she names, is booking, or has booked."""
    word = spot_service(talk.incoming.text, talk.context)
    if word is None and talk.subject == "appointment":
        mine = upcoming_of(talk.db, talk.person.id)
        booked = mine[0].service if mine else None
        word = talk.conversation.answers.get("service") or booked
    return talk.shop.service(word)


def _long(minutes: int) -> Line:
    if minutes % HOUR:
        return line("appointment.minutes", minutes=minutes)
    return line("appointment.hours", hours=minutes // HOUR)
