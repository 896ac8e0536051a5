"""Doors to the outside: what every channel takes and how it says that it failed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol, runtime_checkable

Shut = Literal["nothing", "grant", "identity", "address", "door", "template", "cards", "reminders"]
# what a provider reports later: it came, she refuses such messages, nobody has this number, or it
# could not be brought
Outcome = Literal["arrived", "refused", "empty", "failed"]


@dataclass(frozen=True)
class Card:
    """A service notice: the id of its template, a value for each key, and `once`.

    The same `once` to the same person is one card, so trying again is safe for some minutes.
    """

    template: str
    data: Mapping[str, str] = field(default_factory=dict)
    once: str = ""


@dataclass(frozen=True)
class Mail:
    """A mail: its `id` is the same however often it is tried, `stop` the word that ends them."""

    id: str
    subject: str
    text: str
    stop: str


@dataclass(frozen=True)
class Sms:
    """One SMS: the gateway's template, the values for its blanks in their order, our id of it.

    `once` goes with it and comes back in what is said about it later; all of one call have the
    same. `text` is what she reads, without the signature.
    """

    template: str
    values: Mapping[str, str] = field(default_factory=dict)
    once: str = ""
    text: str = ""


@dataclass(frozen=True)
class Content:
    """What is sent: a text, a picture as PNG bytes, a code, a card, a mail, an SMS."""

    text: str = ""
    picture: bytes | None = None
    scene: str = ""
    card: Card | None = None
    mail: Mail | None = None
    sms: Sms | None = None


class SendFailed(Exception):
    """A message did not go, or perhaps did.

    `uncertain` says that it may have arrived and must not be sent again by itself; `permanent`
    that trying again won't help; `shut` what the answer closed: the grant (this window), the
    identity or the address (she can't be reached there: `reach` says why), her cards or reminders
    (she refuses them), for `pause` one template or the whole door. `alarm` is the word for what the
    shop must hear of.
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
        alarm: str = "",
    ) -> None:
        super().__init__(why)
        self.why = why
        self.permanent = permanent
        self.uncertain = uncertain
        self.shut = shut
        self.pause = pause
        self.reach = reach
        self.alarm = alarm


class Channel(Protocol):
    """One way to reach people; safe to call from several threads at once."""

    def send(self, to: str, content: Content) -> str | None:
        """Send now; return the provider's id where there is one; raise SendFailed."""


@runtime_checkable
class BundleChannel(Channel, Protocol):
    """A way that takes many at once, and can be asked about one whose answer was lost."""

    def send_all(self, bundle: Sequence[tuple[str, Content]]) -> list[str | SendFailed]:
        """Send all of one bundle; return for each the provider's id, or how it failed."""

    def find(self, to: str, content: Content, since: datetime) -> str | None:
        """Return its id if it was taken since then; raise SendFailed without an answer."""
