"""What keeps a word back whatever door is open: a switch, a complaint, her wish, too much: pure.

The policy asks the same rules before it looks for a door; here each is told apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time

from bot import clock
from bot.outbox.courtesy import NoRoom, held_back
from bot.outbox.facts import Standing, Waiting
from bot.outbox.manners import Topic
from bot.texts import Line, line

# what care may be about; she may wish some of it and not the rest
CARE_TOPICS: tuple[Topic, ...] = ("greeting", "upkeep", "company")


@dataclass(frozen=True)
class Hold:
    """What keeps words back: its word, why, until when if that is known, and of which topics."""

    word: str
    why: Line
    until: datetime | None = None
    topics: tuple[Topic, ...] = ()


def holds(
    message: Waiting, person: Standing, now: datetime, *, quiet_until: datetime | None
) -> Iterator[Hold]:
    """Give all that holds such a message back now; nothing does where it gives nothing."""
    if stop := person.house.stop:
        at = f"{clock.local(stop.at):%m-%d %H:%M}"
        yield Hold("stop", line("reasons.stop_pressed", by=stop.by, at=at))
    if person.house.shadow:
        yield Hold("shadow", line("reasons.shadow_on"))
    if person.complains and message.is_unasked:
        yield Hold("complaint", line("reasons.complaint_open"))
    if message.is_unasked:
        yield from _courtesy(message, person, now)
    if quiet_until:
        hour = f"{clock.local(quiet_until):%H:%M}"
        yield Hold("quiet", line("reasons.quiet", until=hour), quiet_until)


def _courtesy(message: Waiting, person: Standing, now: datetime) -> Iterator[Hold]:
    """Give her wishes and our manners, once for the topics that they hold back alike."""
    topics: tuple[Topic, ...] = CARE_TOPICS if message.purpose == "care" else ("offer",)
    held = {topic: held_back(_about(message, topic), person, now) for topic in topics}
    told: list[NoRoom] = []
    for no in held.values():
        if no and no not in told:
            told.append(no)
            alike = tuple(topic for topic in topics if held[topic] == no)
            until = clock.at(no.until, time()) if no.until else None
            yield Hold("courtesy", no.why, until, () if alike == topics else alike)


def _about(message: Waiting, topic: Topic) -> Waiting:
    return replace(message, manner=replace(message.manner, topic=topic))
