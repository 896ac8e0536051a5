"""What the outbox must know of a journey: how its messages go, and what they say when they go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

from sqlalchemy.orm import Session

from bot.outbox.courtesy import Ahead
from bot.outbox.models import Message
from bot.texts import Line

Topic = Literal["service", "greeting", "upkeep", "company", "offer"]
WithoutDoor = Literal["task", "wait", "skip"]


@dataclass(frozen=True)
class Manner:
    """How the messages of one journey go.

    `rank` says what gives way: the smaller goes first. `doors` are tried in their order;
    `without_door` says what becomes of a message that found none: people say it, it waits for her
    to write until its time is over, or it is dropped. The journey comes not twice within
    `apart_days`; `control` is the share, in percent, of those who never get it, for comparison.
    `asks` tells people what to do where they say it themselves.
    """

    topic: Topic = "service"
    rank: int = 50
    doors: tuple[str, ...] = ("custom", "template", "sms")
    without_door: WithoutDoor = "task"
    apart_days: int = 0
    control: int = 0
    asks: str = ""


@dataclass(frozen=True)
class Words:
    """What a planned message says: the key of its text, and the values for its blanks."""

    key: str
    values: Mapping[str, Any]


class Journeys(Protocol):
    """What plans messages ahead, and knows what each of them says on its day."""

    def manner_of(self, message: Message) -> Manner:
        """Return how a message goes."""

    def words_for(
        self, db: Session, messages: Sequence[Message], now: datetime
    ) -> Mapping[int, Words | Line]:
        """Return, by id, the words of planned messages, or why one is no longer wanted."""

    def ahead(
        self, db: Session, person_ids: Sequence[int], first: date, last: date
    ) -> Mapping[int, Sequence[Ahead]]:
        """Return for each person the days that are known to come, both ends included."""
