"""Whether a message may go, by which door, or why not: one decision, in one place, pure."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot import clock
from bot.outbox.doors import Grant, best_grant
from bot.texts import Line, line

TASK_LEAD = timedelta(hours=2)
COMPLAINT_LOOK = timedelta(hours=1)
OWN_ACT = timedelta(hours=2)


@dataclass(frozen=True)
class Purpose:
    """What is checked for one purpose."""

    needs_consent: bool
    keeps_quiet: bool
    only_after_writing: bool
    by_message: bool
    rides: bool
    task: bool


PURPOSES = {
    "reply": Purpose(False, False, False, True, rides=False, task=True),
    "code": Purpose(False, False, False, True, rides=False, task=False),
    "service": Purpose(False, True, False, True, rides=True, task=True),
    "complaint": Purpose(False, True, False, True, rides=True, task=True),
    "care": Purpose(True, True, True, True, rides=True, task=True),
    "promotion": Purpose(True, True, True, False, rides=False, task=False),
    "staff": Purpose(False, False, False, True, rides=False, task=False),
}


# What the shop says of its own accord; the day's thanks are a service, and yet unasked.
UNASKED_PURPOSES = ("care", "promotion")
UNASKED_JOURNEYS = ("thanks",)


@dataclass(frozen=True)
class QuietHours:
    """When the shop does not speak first, and until when it may answer an act of hers."""

    begins: time = time(21)
    ends: time = time(9)
    own_act_until: time = time(22, 30)

    def end_after(self, now: datetime, caused_at: datetime | None) -> datetime | None:
        """Return when quiet ends, or None where the message may go now."""
        here = clock.local(now)
        fresh = caused_at is not None and now - caused_at <= OWN_ACT
        begins = max(self.begins, self.own_act_until) if fresh else self.begins
        if self.ends <= here.time() < begins:
            return None
        day = here.date() + timedelta(days=1 if here.time() >= begins else 0)
        return clock.at(day, self.ends)


@dataclass(frozen=True)
class Waiting:
    """The facts of one message that count."""

    purpose: str
    not_after: datetime | None = None
    caused_at: datetime | None = None
    journey: str | None = None

    @property
    def is_unasked(self) -> bool:
        """Say whether nobody waits for it: while she complains it would only hurt."""
        return self.purpose in UNASKED_PURPOSES or self.journey in UNASKED_JOURNEYS


@dataclass(frozen=True)
class Standing:
    """What stands open to one person."""

    reach: str | None = None
    grants: tuple[Grant, ...] = ()
    consents: frozenset[tuple[str, str]] = frozenset()
    paused_until: datetime | None = None
    complains: bool = False


@dataclass(frozen=True)
class Send:
    """It goes now, by this door, on this grant."""

    door: str
    cause: str | None = None


@dataclass(frozen=True)
class Later:
    """It waits, and is looked at again at `when`."""

    when: datetime
    why: Line


@dataclass(frozen=True)
class Skip:
    """It never goes."""

    why: Line


@dataclass(frozen=True)
class Task:
    """A person of the shop says it instead."""

    why: Line


Decision = Send | Later | Skip | Task


@dataclass(frozen=True)
class Policy:
    """The shop's numbers with the one question."""

    quiet: QuietHours = field(default_factory=QuietHours)

    def choose(self, message: Waiting, person: Standing, now: datetime) -> Decision:
        """Decide about one message to one person."""
        rules = PURPOSES[message.purpose]
        if message.not_after and now >= message.not_after:
            return Skip(line("reasons.too_late"))
        if rules.needs_consent and (message.purpose, "wechat") not in person.consents:
            return Skip(line(f"reasons.no_consent_{message.purpose}"))
        if person.complains and message.is_unasked:
            return Later(now + COMPLAINT_LOOK, line("reasons.complaint_open"))
        if rules.keeps_quiet and (until := self.quiet.end_after(now, message.caused_at)):
            return Later(until, line("reasons.quiet", until=clock.local(until).strftime("%H:%M")))
        return self._door(message, person, now)

    def may_ride(self, message: Waiting, person: Standing, now: datetime) -> bool:
        """Say whether a message may go as one line inside the answer to what she just wrote."""
        rules = PURPOSES[message.purpose]
        if not rules.rides or (message.not_after and now >= message.not_after):
            return False
        if person.complains and message.is_unasked:
            return False
        return not rules.needs_consent or (message.purpose, "wechat") in person.consents

    def _door(self, message: Waiting, person: Standing, now: datetime) -> Decision:
        rules = PURPOSES[message.purpose]
        if person.reach in (None, "left", "blocked"):
            return self._by_people(message, f"reasons.{person.reach or 'no_wechat'}")
        paused, ends = person.paused_until, message.not_after
        if paused and (not ends or paused < ends):
            return Later(paused, line("reasons.door_paused"))
        grant = best_grant(person.grants, now, wrote=rules.only_after_writing)
        if grant and rules.by_message and not paused:
            return Send("custom", grant.cause)
        why = "reasons.door_paused" if paused else "reasons.no_door"
        if ends and now < ends - TASK_LEAD:
            return Later(ends - TASK_LEAD, line(why))
        return self._by_people(message, why)

    def _by_people(self, message: Waiting, why: str) -> Decision:
        return Task(line(why)) if PURPOSES[message.purpose].task else Skip(line(why))
