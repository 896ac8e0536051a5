"""The facts that a decision is made on: of the message, and of the person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.outbox.courtesy import Heard
from bot.outbox.doors import Grant
from bot.outbox.house import House
from bot.outbox.manners import Manner
from bot.outbox.purposes import UNASKED_JOURNEYS, UNASKED_PURPOSES


@dataclass(frozen=True)
class Waiting:
    """The facts of one message that count.

    `card` says whether a template carries it: none is for it, `not_set` up, `unfit`, or `ready`,
    by the template with the id `template`; `reminder` says the same of reminders. `for_many` says
    that its words are the same for all; `sms` is the state of its `FilledSms`. `failed` names doors
    that took it and did not bring it.
    """

    purpose: str
    not_after: datetime | None = None
    caused_at: datetime | None = None
    journey: str | None = None
    due: datetime | None = None
    card: str = "none"
    template: str = ""
    failed: frozenset[str] = frozenset()
    reminder: str = "none"
    reminder_template: str = ""
    for_many: bool = False
    sms: str = "none"
    sms_kind: str = ""
    sms_template: str = ""
    manner: Manner = field(default_factory=Manner)
    in_control: bool = False

    @property
    def is_unasked(self) -> bool:
        """Say whether nobody waits for it: while she complains it would only hurt."""
        return self.purpose in UNASKED_PURPOSES or self.journey in UNASKED_JOURNEYS


@dataclass(frozen=True)
class Standing:
    """What stands open to one person.

    `phone` is how hers is known (missing, claimed, till, verified), or what is wrong with it
    (empty, refused, changed); `sms_sent` when SMS went to it within a day.
    """

    reach: str | None = None
    grants: tuple[Grant, ...] = ()
    consents: frozenset[tuple[str, str]] = frozenset()
    paused: Mapping[str, datetime] = field(default_factory=dict)
    complains: bool = False
    house: House = field(default_factory=House)
    heard: Heard = field(default_factory=Heard)
    reminders: Mapping[str, int] = field(default_factory=dict)
    email: bool = False
    mail_refused: bool = False
    phone: str = "missing"
    sms_sent: tuple[datetime, ...] = ()
