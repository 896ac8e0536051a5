"""Doors to the outside: what every channel takes and how it says that it failed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol

Shut = Literal["nothing", "grant", "identity", "door"]


@dataclass(frozen=True)
class Content:
    """What is sent: a text, or a picture as PNG bytes."""

    text: str = ""
    picture: bytes | None = None


class SendFailed(Exception):
    """A message did not go, or perhaps did.

    `uncertain` says that it may have arrived and must not be sent again by itself; `permanent`
    that trying again won't help; `shut` what the answer closed: the grant (this window), the
    identity (she can't be reached) or the whole door for `pause`.
    """

    def __init__(
        self,
        why: str,
        *,
        permanent: bool = False,
        uncertain: bool = False,
        shut: Shut = "nothing",
        pause: timedelta = timedelta(0),
        reach: str = "left",
    ) -> None:
        super().__init__(why)
        self.why = why
        self.permanent = permanent
        self.uncertain = uncertain
        self.shut = shut
        self.pause = pause
        self.reach = reach


class Channel(Protocol):
    """One way to reach people; safe to call from several threads at once."""

    def send(self, to: str, content: Content) -> None:
        """Send now; raise SendFailed."""
