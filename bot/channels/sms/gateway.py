"""What every SMS gateway must be able to do, in our words; `gateways.py` lists them.

A gateway is one folder: how it signs and is called, what its codes mean, what it pushes to us.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from bot.channels import Outcome, SendFailed, Sms

CHINA = "+86"


@dataclass(frozen=True)
class SmsAccount:
    """The account at a gateway: where it is called, its key, the signature (签名) on file."""

    provider: str
    api_base: str
    access_key: str
    access_secret: str
    sign: str
    app_id: str = ""
    callback_secret: str = ""


class Bound(NamedTuple):
    """An SMS and the phone it goes to."""

    phone: str
    sms: Sms


class Taken(NamedTuple):
    """A gateway took it: by this name it says later what became of it."""

    name: str


Answer = Taken | SendFailed


class Report(NamedTuple):
    """What became of one SMS: the name it was taken under, and the carrier's own words."""

    name: str
    phone: str
    outcome: Outcome
    why: str
    at: datetime | None = None


class Inbound(NamedTuple):
    """What somebody sent to our number; `id` is the same however often it is told."""

    id: str
    phone: str
    text: str
    at: datetime | None = None


class Unreadable(Exception):
    """A push that makes no sense; the text never holds what was in it."""


class Gateway(Protocol):
    """One gateway; safe to call from several threads at once."""

    account: SmsAccount
    numbers: int  # it takes in one call
    answer: Mapping[str, Any]  # what it wants to hear after a push

    def blank(self, name: str, place: int) -> str:
        """Return how a variable is written in a template that is handed in; the first is 1."""

    def send(self, batch: Sequence[Bound]) -> list[Answer]:
        """Send some of one template and one `once`; return what came of each."""

    def find(self, bound: Bound, since: datetime) -> Taken | None:
        """Ask whether it took one since then: after an answer that was lost; never send it."""

    def left(self) -> int | None:
        """Return how many segments are still paid for; None where it can't be asked.

        Raise SendFailed without an answer.
        """

    def read_reports(self, body: bytes) -> list[Report]:
        """Read a push of receipts; raise Unreadable."""

    def read_inbound(self, body: bytes) -> list[Inbound]:
        """Read a push of what people sent; raise Unreadable."""
