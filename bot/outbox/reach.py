"""By which doors a person can be reached now, and what shuts each of the others: pure.

The policy asks these same questions before it sends, so what we tell a shopkeeper is what happens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot import clock
from bot.outbox.doors import CARDS, MASS, MASS_EACH_MONTH, best_grant, month_ends
from bot.outbox.facts import Standing, Waiting
from bot.outbox.hours import OFFERS
from bot.outbox.purposes import Purpose
from bot.outbox.sms.limits import opens_at
from bot.shop.wishes.rules import refuses_channel
from bot.texts import Line, line

BY_WECHAT = ("passive", "custom", "template", "subscribe", "mass")
DOORS = (*BY_WECHAT, "sms", "email", "task")
PROVED = ("till", "verified")
GONE = (None, "left", "blocked")
# the words for why a door is shut, as texts name them
SHUT = {
    "passive": ("waits", "never"),
    "custom": ("shut", "never", "failed", "paused"),
    "template": ("never", "not_set", "unfit", "refused", "stopped", "failed", "paused"),
    "subscribe": ("none", "not_set", "unfit", "used_up", "stopped", "failed", "paused"),
    "mass": ("never", "not_set", "personal", "full", "failed", "paused"),
    "email": ("never", "not_set", "missing", "unwished", "refused", "failed", "paused"),
    "sms": (
        *("not_set", "never", "none", "draft", "pending", "review", "stopped", "subject", "unfit"),
        *("missing", "claimed", "empty", "refused", "changed", "unwished", "hours", "often"),
        *("failed", "paused"),
    ),
}


@dataclass(frozen=True)
class DoorState:
    """One door: whether it is open, how often and how long, or why it is shut and when it opens.

    `meant` says whether such a message could ever go by it; `cause` names the grant it takes.
    """

    door: str
    is_open: bool = False
    left: int | None = None
    until: datetime | None = None
    why: Line | None = None
    opens: datetime | None = None
    meant: bool = True
    cause: str | None = None


def reach(
    message: Waiting, rules: Purpose, person: Standing, now: datetime, *, has: frozenset[str]
) -> tuple[DoorState, ...]:
    """Return every door as it stands for one message to one person."""
    return tuple(door_state(door, message, rules, person, now, has=has) for door in DOORS)


def door_state(
    door: str,
    message: Waiting,
    rules: Purpose,
    person: Standing,
    now: datetime,
    *,
    has: frozenset[str],
) -> DoorState:
    """Return how one door stands; `has` names those that the shop has set up."""
    if door == "task":
        return DoorState(door, is_open=rules.task, meant=rules.task)
    if door not in has:
        return _shut(door, "not_set", meant=door != "sms")
    if why := _barred(door, message, rules, person):
        return DoorState(door, why=line(f"reasons.{why}"))
    state = _STATES[door](message, rules, person, now)
    if state.is_open and (paused := person.paused.get(door)):
        return _shut(door, "paused", opens=paused)
    return state


def channel_of(door: str) -> str:
    """Return by which channel she must have agreed to what a door brings."""
    return door if door in ("email", "sms") else "wechat"


def _barred(door: str, message: Waiting, rules: Purpose, person: Standing) -> str | None:
    """Return the word for what shuts a door whatever it is: no consent, she left, it failed."""
    channel = channel_of(door)
    if rules.needs_consent and (message.purpose, channel) not in person.consents:
        return f"no_consent_{message.purpose}"
    if channel == "wechat" and person.reach in GONE:
        return person.reach or "no_wechat"
    return f"{door}_failed" if door in message.failed else None


def _shut(door: str, word: str, *, opens: datetime | None = None, meant: bool = True) -> DoorState:
    why = line(f"reasons.{door}_{word}")
    return DoorState(door, why=why, opens=opens, meant=meant)


def _riding(_message: Waiting, rules: Purpose, _person: Standing, _now: datetime) -> DoorState:
    """Ride along in the answer to what she writes next: nobody knows when."""
    return _shut("passive", "waits" if rules.rides else "never", meant=rules.rides)


def _conversation(_message: Waiting, rules: Purpose, person: Standing, now: datetime) -> DoorState:
    """Send a customer-service message, while an act of hers lets it through."""
    if not rules.by_message:
        return _shut("custom", "never")
    grant = best_grant(person.grants, now, wrote=rules.only_after_writing)
    if grant is None:
        return _shut("custom", "shut")
    return DoorState("custom", is_open=True, left=grant.left, until=grant.until, cause=grant.cause)


def _card(message: Waiting, rules: Purpose, person: Standing, now: datetime) -> DoorState:
    """Send a service notice, for what she waits for."""
    if not rules.by_card or message.is_unasked or message.card == "none":
        return _shut("template", "never", meant=False)
    if message.card != "ready":
        return _shut("template", message.card)
    if any(grant.cause == CARDS and now < grant.until for grant in person.grants):
        return _shut("template", "refused")
    if f"template:{message.template}" in person.paused:
        return _shut("template", "stopped")
    return DoorState("template", is_open=True)


def _reminder(message: Waiting, _rules: Purpose, person: Standing, _now: datetime) -> DoorState:
    """Send a reminder, as often as she has said yes to it."""
    template = message.reminder_template
    if message.reminder != "ready":
        return _shut("subscribe", message.reminder, meant=message.reminder != "none")
    if template and f"template:{template}" in person.paused:
        return _shut("subscribe", "stopped")
    left = person.reminders.get(template, 0) if template else sum(person.reminders.values())
    if not left:
        return _shut("subscribe", "used_up")
    return DoorState("subscribe", is_open=True, left=left, cause=template)


def _mass(message: Waiting, rules: Purpose, person: Standing, now: datetime) -> DoorState:
    """Say it to many at once, where it is the same for all: four a calendar month each."""
    if not rules.by_mass:
        return _shut("mass", "never", meant=False)
    if not message.for_many:
        return _shut("mass", "personal")
    left, ends = mass_left(person, now), month_ends(now)
    if not left:
        return _shut("mass", "full", opens=ends)
    return DoorState("mass", is_open=True, left=left, until=ends)


def mass_left(person: Standing, now: datetime) -> int:
    """Return how many texts for many she may still get this month."""
    counted = [each.left for each in person.grants if each.cause == MASS and now < each.until]
    return min(counted, default=MASS_EACH_MONTH)


def _mail(_message: Waiting, rules: Purpose, person: Standing, now: datetime) -> DoorState:
    """Send a mail, where we know her address and it takes mail."""
    if not rules.by_mail:
        return _shut("email", "never", meant=False)
    if refuses_channel(person.heard.wishes, "email", clock.local(now).date()):
        return _shut("email", "unwished")
    if person.mail_refused:
        return _shut("email", "refused")
    return DoorState("email", is_open=True) if person.email else _shut("email", "missing")


def _sms(message: Waiting, rules: Purpose, person: Standing, now: datetime) -> DoorState:
    """Send an SMS by an approved template, to a number that is hers, at a decent hour."""
    if not rules.by_sms:
        return _shut("sms", "never", meant=False)
    if message.sms != "ready":
        return _shut("sms", message.sms)
    if f"template:{message.sms_template}" in person.paused:
        return _shut("sms", "stopped")
    if message.purpose != "code" and (why := _sms_unwelcome(person, now)):
        return _shut("sms", why)  # a code she asks for herself, for a phone that is to be proved
    opens = _sms_opens(message.sms_kind, person, now)
    return _shut("sms", opens[0], opens=opens[1]) if opens else DoorState("sms", is_open=True)


def _sms_unwelcome(person: Standing, now: datetime) -> str | None:
    """Return what keeps SMS from her: her wish, or a phone that nobody has proved."""
    if refuses_channel(person.heard.wishes, "sms", clock.local(now).date()):
        return "unwished"
    return None if person.phone in PROVED else person.phone


def _sms_opens(kind: str, person: Standing, now: datetime) -> tuple[str, datetime] | None:
    """Return what shuts this kind for a while, and until when."""
    if kind == "marketing" and (until := OFFERS.end_after(now, None)):
        return "hours", until
    if until := opens_at(kind, person.sms_sent, now):
        return "often", until
    if until := person.paused.get(f"sms:{kind}"):
        return "paused", until
    return None


_STATES: dict[str, Callable[[Waiting, Purpose, Standing, datetime], DoorState]] = {
    "passive": _riding,
    "custom": _conversation,
    "template": _card,
    "subscribe": _reminder,
    "mass": _mass,
    "email": _mail,
    "sms": _sms,
}
