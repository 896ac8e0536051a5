"""One message looked at: whom it is for, what it could go by, and what is decided about it."""

from dataclasses import dataclass

from bot.outbox.cards import Filled
from bot.outbox.models import Message
from bot.outbox.policy import Decision
from bot.outbox.sms.filling import FilledSms
from bot.shop.people.models import Person


@dataclass(frozen=True)
class Look:
    """A message with what is decided about it as things stand now; its person is held."""

    message: Message
    person: Person
    openid: str
    filled: Filled
    reminder: Filled
    sms: FilledSms
    decision: Decision
