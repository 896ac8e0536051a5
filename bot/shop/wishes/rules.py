"""What her wishes mean for one message: pure. Of two words about one thing the last counts."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

ALL = "all"


class Wished(NamedTuple):
    """That she wants a thing or not, for good or before a day."""

    wanted: bool
    until: date | None = None

    def counts_on(self, day: date) -> bool:
        return self.until is None or day < self.until


Wishes = Mapping[str, Wished]


def refused(wishes: Wishes, *, about: tuple[str | None, ...], today: date) -> Wished | None:
    """Return her no to a message, or None: a pause goes before all, then the finest word of hers.

    `about` is what the message is about, the finest word first: birthday, then greeting.
    """
    for word in (ALL, *about):
        wished = wishes.get(word or "")
        if wished and wished.counts_on(today) and (word != ALL or not wished.wanted):
            return None if wished.wanted else wished
    return None


def refuses_channel(wishes: Wishes, channel: str, today: date) -> bool:
    """Say whether she does not want to be reached this way: by call, by SMS, by mail."""
    wished = wishes.get(channel)
    return wished is not None and wished.counts_on(today) and not wished.wanted
