"""What is on its way: a claimed message with all that its door needs, and what came of it."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from bot import clock
from bot.channels import BundleChannel, Card, Channel, Content, Mail, SendFailed, Sms
from bot.outbox.pictures import draw
from bot.traces import where_it_broke

log = logging.getLogger(__name__)

NO_ACCOUNT = timedelta(minutes=2)


class Price(NamedTuple):
    """What an SMS takes from its day."""

    day: date
    segments: int
    fen: int


@dataclass(frozen=True)
class Parcel:
    """A claimed message on its way: from the claim's commit on it may have been sent.

    `to` is her openid, her phone, or where a mail goes. `again` marks one that may have been sent
    before, at `since`: its door takes it only once, or is only asked about it. After `latest` it
    waits for another day; `claimed_until` tells this claim from a later one of the same message.
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
    sms: Sms | None = None
    price: Price | None = None
    latest: datetime | None = None
    again: bool = False
    since: datetime | None = None
    claimed_until: datetime | None = None

    @property
    def template(self) -> str:
        """Return the provider's id of the template that it goes by."""
        if self.sms:
            return self.sms.template
        return self.card.template if self.card else ""

    @property
    def is_too_late(self) -> bool:
        return self.latest is not None and clock.now() >= self.latest


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


def bundles(parcels: Sequence[Parcel], channels: Mapping[str, Channel]) -> Iterator[list[Parcel]]:
    """Put together what leaves in one call; all else goes alone."""
    together: dict[tuple[str, str, str], list[Parcel]] = {}
    for parcel in parcels:
        if parcel.again or not isinstance(channels.get(parcel.door), BundleChannel):
            yield [parcel]
        else:
            once = parcel.sms.once if parcel.sms else ""
            together.setdefault((parcel.door, parcel.template, once), []).append(parcel)
    yield from together.values()


def carry_all(bundle: Sequence[Parcel], channels: Mapping[str, Channel]) -> list[Result]:
    """Hand a bundle to its door."""
    channel = channels.get(bundle[0].door)
    if not isinstance(channel, BundleChannel):
        return [carry(each, channels) for each in bundle]
    if bundle[0].again:
        return [_ask_about(each, channel) for each in bundle]
    try:
        answers = channel.send_all([(each.to, _content(each)) for each in bundle])
    except SendFailed as failed:
        answers = [failed] * len(bundle)
    except Exception as error:  # the thread's outermost door: the others' results are kept
        log.error("%s messages broke: %s", len(bundle), where_it_broke(error))
        answers = [SendFailed("broken", uncertain=True)] * len(bundle)
    return [_result(*each) for each in zip(bundle, answers, strict=True)]


def _result(parcel: Parcel, answer: str | SendFailed) -> Result:
    if isinstance(answer, str):
        return Result(parcel, provider_id=answer)
    log.warning("message %s: %s", parcel.message_id, answer.why)
    return Result(parcel, answer)


def _ask_about(parcel: Parcel, channel: BundleChannel) -> Result:
    """Ask whether one was taken whose answer was lost; it is never sent again."""
    unknown = SendFailed("nobody knows of it", uncertain=True)
    if parcel.since is None:
        return Result(parcel, unknown)
    try:
        found = channel.find(parcel.to, _content(parcel), parcel.since)
    except SendFailed as failed:
        return _result(parcel, failed)
    except Exception as error:  # the thread's outermost door, too
        log.error("message %s broke: %s", parcel.message_id, where_it_broke(error))
        return Result(parcel, unknown)
    return _result(parcel, found or unknown)


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
    sms, mail = parcel.sms, parcel.mail
    return Content(text=parcel.text, picture=drawn, card=parcel.card, mail=mail, sms=sms)
