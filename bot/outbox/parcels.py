"""What is on its way: a claimed message with all that its door needs, and what came of it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.channels import Card, Channel, Content, Mail, SendFailed
from bot.outbox.pictures import draw
from bot.traces import where_it_broke

log = logging.getLogger(__name__)

NO_ACCOUNT = timedelta(minutes=2)


@dataclass(frozen=True)
class Parcel:
    """A claimed message on its way: from the claim's commit on it may have been sent.

    `to` is her openid, or where a mail goes. `again` marks one that may have been sent before,
    and whose door takes it only once; `claimed_until` tells this claim from a later one of the
    same message.
    """

    message_id: int
    person_id: int
    door: str
    to: str
    cause: str | None = None
    text: str = ""
    picture: dict[str, Any] | None = None
    card: Card | None = None
    mail: Mail | None = None
    again: bool = False
    claimed_until: datetime | None = None


@dataclass(frozen=True)
class Result:
    """What came of a parcel: nothing wrong, with the provider's id, or how it failed.

    `held` says that it was taken back in the last moment, and no door has seen it.
    """

    parcel: Parcel
    failed: SendFailed | None = None
    provider_id: str | None = None
    held: bool = False

    @property
    def word(self) -> str:
        if self.held:
            return "held"
        if self.failed is None:
            return "sent"
        return "uncertain" if self.failed.uncertain or self.parcel.again else "not_sent"


def carry(parcel: Parcel, channels: Mapping[str, Channel]) -> Result:
    """Hand a parcel to its door."""
    channel = channels.get(parcel.door)
    if channel is None:
        closed = SendFailed("not set up", shut="door", pause=NO_ACCOUNT)
        return Result(parcel, closed)
    try:
        return Result(parcel, provider_id=channel.send(parcel.to, _content(parcel)))
    except SendFailed as failed:
        log.warning("message %s: %s", parcel.message_id, failed.why)
        return Result(parcel, failed)
    except Exception as error:  # the thread's outermost door: the others' results are kept
        log.error("message %s broke: %s", parcel.message_id, where_it_broke(error))
        return Result(parcel, SendFailed("broken", uncertain=True))


def _content(parcel: Parcel) -> Content:
    """Draw what is to be seen; a code with a scene is made by the door that can."""
    picture = parcel.picture or {}
    if scene := picture.get("scene", ""):
        return Content(scene=scene)
    drawn = draw(picture) if picture else None
    return Content(text=parcel.text, picture=drawn, card=parcel.card, mail=parcel.mail)
