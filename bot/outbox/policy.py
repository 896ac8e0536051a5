"""Whether a message may go, by which door, or why not: one decision, in one place, pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce

from bot import clock
from bot.outbox.courtesy import NoRoom, held_back
from bot.outbox.facts import Standing, Waiting
from bot.outbox.holds import Hold, holds
from bot.outbox.hours import OFFERS, QuietHours
from bot.outbox.house import Pressed
from bot.outbox.purposes import ANSWERS, PURPOSES
from bot.outbox.reach import BY_WECHAT, GONE, DoorState, channel_of, door_state, reach
from bot.texts import Line, line

TASK_LEAD = timedelta(hours=2)
COMPLAINT_LOOK = timedelta(hours=1)
PATIENCE = timedelta(minutes=30)
STOP_LOOK = timedelta(minutes=2)
LAST_LOOK = timedelta(minutes=1)


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
    """It never goes; `door` is the one it would have gone by, were this not shadow mode.

    `control` says that it was kept from her to learn what it brings to the others.
    """

    why: Line
    door: str | None = None
    control: bool = False


@dataclass(frozen=True)
class Task:
    """A person of the shop says it instead."""

    why: Line


Decision = Send | Later | Skip | Task


@dataclass(frozen=True)
class Policy:
    """The shop's numbers with the one question."""

    quiet: QuietHours = field(default_factory=QuietHours)
    has: frozenset[str] = frozenset(BY_WECHAT)

    def choose(self, message: Waiting, person: Standing, now: datetime) -> Decision:
        """Decide about one message to one person."""
        decision = self._decide(message, person, now)
        if message.in_control and isinstance(decision, Send | Task):
            return Skip(line("reasons.control"), control=True)
        return self._in_shadow(message, decision, now) if person.house.shadow else decision

    def _decide(self, message: Waiting, person: Standing, now: datetime) -> Decision:
        rules = PURPOSES[message.purpose]
        if message.not_after and now >= message.not_after:
            late = line("reasons.too_late")
            return Skip(late) if rules.waits else self._by_people(message, late)
        if (stop := person.house.stop) and message.purpose != "staff":
            return self._stopped(message, stop, now)
        if rules.needs_consent and not self._agreed(message, person):
            return Skip(line(f"reasons.no_consent_{message.purpose}"))
        if person.complains and message.is_unasked:
            return Later(now + COMPLAINT_LOOK, line("reasons.complaint_open"))
        if message.is_unasked and (no := held_back(message, person, now)):
            return self._wait(message, no)
        return self._in_quiet(message, now) or self._door(message, person, now)

    def may_ride(self, message: Waiting, person: Standing, now: datetime) -> bool:
        """Say whether a message may go as one line inside the answer to what she just wrote."""
        rules, house = PURPOSES[message.purpose], person.house
        if not rules.rides or (message.not_after and now >= message.not_after):
            return False
        if house.stop or house.shadow or message.in_control:
            return False
        if message.is_unasked and (person.complains or held_back(message, person, now)):
            return False
        return not rules.needs_consent or (message.purpose, "wechat") in person.consents

    def _wait(self, message: Waiting, no: NoRoom) -> Decision:
        """Wait until there is room, while it is in time then; else it gives way for good."""
        when = clock.at(no.until, self.quiet.ends) if no.until else None
        if when is None or (message.not_after and when >= message.not_after):
            return Skip(no.why)
        return Later(when, no.why)

    def _stopped(self, message: Waiting, stop: Pressed, now: datetime) -> Decision:
        """Wait for the release; a case goes to people, who may still call."""
        at = f"{clock.local(stop.at):%m-%d %H:%M}"
        why = line("reasons.stop_pressed", by=stop.by, at=at)
        if not PURPOSES[message.purpose].waits and now >= (message.due or now) + PATIENCE:
            return self._by_people(message, why)
        return Later(now + STOP_LOOK, why)

    def _in_shadow(self, message: Waiting, decision: Decision, now: datetime) -> Decision:
        """Say what would have gone, in place of sending it; a case is nobody's rehearsal."""
        if message.purpose in ANSWERS or not isinstance(decision, Send | Task):
            return decision
        if message.purpose == "complaint":
            why = line("reasons.shadow_call")
            return self._by_people(message, why) if isinstance(decision, Send) else decision
        door = decision.door if isinstance(decision, Send) else "task"
        hour = f"{clock.local(now):%m-%d %H:%M}"
        would = line("reasons.shadow", time=hour, door=line(f"reasons.by_{door}"))
        return Skip(would, door)

    def _in_quiet(self, message: Waiting, now: datetime) -> Decision | None:
        """Wait for the morning, or let people see to it where the morning is too late."""
        until = self._quiet_until(message, now)
        if until is None:
            return None
        hour = clock.local(until).strftime("%H:%M")
        if message.not_after and until >= message.not_after:
            return self._by_people(message, line("reasons.quiet_too_long", until=hour))
        return Later(until, line("reasons.quiet", until=hour))

    def _quiet_until(self, message: Waiting, now: datetime) -> datetime | None:
        if not PURPOSES[message.purpose].keeps_quiet:
            return None
        quiet = OFFERS if message.purpose == "promotion" else self.quiet
        return quiet.end_after(now, message.caused_at)

    def _door(self, message: Waiting, person: Standing, now: datetime) -> Decision:
        """Take the first door that is open, in the order of the message's journey."""
        shut: list[DoorState] = []
        for door in message.manner.doors:
            state = self.state(door, message, person, now)
            if state.is_open:
                return Task(_why(shut)) if door == "task" else Send(door, state.cause)
            shut += [state] if state.meant else []
        return self._without_door(message, person, shut, now)

    def reach(self, message: Waiting, person: Standing, now: datetime) -> tuple[DoorState, ...]:
        """Return every door as it stands for a message: what sending asks, and what we tell."""
        return reach(message, PURPOSES[message.purpose], person, now, has=self.has)

    def holds(self, message: Waiting, person: Standing, now: datetime) -> tuple[Hold, ...]:
        """Return what keeps a message back before any door is asked, to tell people of it."""
        quiet_until = self._quiet_until(message, now)
        return tuple(holds(message, person, now, quiet_until=quiet_until))

    def state(self, door: str, message: Waiting, person: Standing, now: datetime) -> DoorState:
        """Return how one door stands for a message."""
        rules = PURPOSES[message.purpose]
        return door_state(door, message, rules, person, now, has=self.has)

    def _without_door(
        self, message: Waiting, person: Standing, shut: Sequence[DoorState], now: datetime
    ) -> Decision:
        """Wait for a door, as long as there is time; then people say it."""
        if not message.manner.doors:  # people say it, and have the whole day for it
            return self._by_people(message, _why(shut))
        waits, ends = PURPOSES[message.purpose].waits, message.not_after
        last = ends if waits else min(filter(None, (ends, (message.due or now) + PATIENCE)))
        opening = [each for each in shut if each.opens and not (last and each.opens >= last)]
        if opening:
            soonest = min(opening, key=lambda each: each.opens or now)
            return Later(soonest.opens or now, soonest.why or _why(shut))
        why = _why(shut)
        if person.reach in GONE:
            return self._by_people(message, why)
        if waits and ends and (until := _patience(message, ends)) > now:
            return Later(until, why)
        return self._by_people(message, why)

    def _agreed(self, message: Waiting, person: Standing) -> bool:
        """Say whether she agreed to it by any channel that it may take."""
        doors = [door for door in message.manner.doors if door != "sms" or door in self.has]
        channels = {channel_of(door) for door in doors} or {"wechat"}  # people say it
        return any((message.purpose, channel) in person.consents for channel in channels)

    def _by_people(self, message: Waiting, why: Line) -> Decision:
        rules = PURPOSES[message.purpose]
        if not rules.task or message.manner.without_door != "task":
            return Skip(why)
        return Task(why if rules.waits else line("reasons.call", why=why))


def _why(shut: Sequence[DoorState]) -> Line:
    """Say in one sentence what shuts all these doors, each reason once."""
    reasons: list[Line] = []
    for each in shut:
        reasons += [each.why] if each.why and each.why not in reasons else []
    if not reasons:
        return line("reasons.custom_shut")
    return reduce(lambda one, other: line("reasons.both", one=one, other=other), reasons)


def _patience(message: Waiting, ends: datetime) -> datetime:
    """Return how long it waits for a door: people need some time to say it."""
    if message.manner.without_door == "skip":
        return message.due or ends
    return ends - (TASK_LEAD if message.manner.without_door == "task" else LAST_LOOK)
