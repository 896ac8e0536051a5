"""Try a shop file before it counts: what it would change for some members."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.appointments.queries import booked_visits, free_times, is_cut_off
from bot.shop.appointments.rules import Search, Wanted
from bot.shop.gifts.queries import left_of, taker_of
from bot.shop.gifts.rules import why_not
from bot.shop.members.actions import reach
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from bot.shop.points.terms import is_worse
from bot.shop.stores.rules import Shop
from bot.texts import Line, line

EXAMPLES = 12


class Effect(NamedTuple):
    """What one member has by the file that counts, and what she would have by the new one."""

    name: str
    level_now: str
    level_then: str
    gifts_now: Sequence[str]
    gifts_then: Sequence[str]

    def told(self) -> list[Line]:
        """Say what changes for her, a line for each thing."""
        more = [gift for gift in self.gifts_then if gift not in self.gifts_now]
        fewer = [gift for gift in self.gifts_now if gift not in self.gifts_then]
        changes = []
        if self.level_now != self.level_then:
            levels = {"before": self.level_now, "after": self.level_then}
            changes.append(line("trying.level", name=self.name, **levels))
        if more:
            changes.append(line("trying.more", name=self.name, gifts="、".join(more)))
        if fewer:
            changes.append(line("trying.fewer", name=self.name, gifts="、".join(fewer)))
        return changes


def told_of(effects: Sequence[Effect]) -> list[Line]:
    """Say what changes for whom, and for how many of the members looked at nothing does."""
    changes = [each.told() for each in effects]
    same = sum(not told for told in changes)
    told = [one for each in changes for one in each]
    return [*told, line("trying.same", count=same)] if same else told


def effects_of(db: Session, now: Shop, then: Shop, *, today: date) -> list[Effect]:
    """Show a change of the shop's rules on the members that joined first; nothing is changed.

    The levels are those that their purchases reach: they rise at the next purchase, and fall with
    notice.
    """
    rows = select(Member, Person.name).join(Person, Person.id == Member.person_id)
    some = rows.where(Member.status == "member").order_by(Member.person_id).limit(EXAMPLES)
    return [
        Effect(
            name=name or str(member.person_id),
            level_now=reach(db, member, now).name,
            level_then=reach(db, member, then).name,
            gifts_now=_gifts_for(db, member, now, today),
            gifts_then=_gifts_for(db, member, then, today),
        )
        for member, name in db.execute(some)
    ]


def without_notice(now: Shop, then: Shop, *, today: date) -> list[Line]:
    """Say what gets worse for members at once, though it could be told them before."""
    warnings = []
    if is_worse(now.points.on(today), then.points.on(today)):
        warnings.append(line("trying.points_worse"))
    for gift in then.on(today).gifts:
        known = now.gift(gift.word)
        if known and gift.points > known.points:
            warnings.append(line("trying.gift_dearer", gift=gift.name))
    return warnings


def booking_changes(db: Session, now: Shop, then: Shop, *, today: date) -> list[Line]:
    """Say what of booking changes: the times of a week, and visits that no longer fit."""
    week = Wanted(today + timedelta(days=1), today + timedelta(days=7))
    words = dict.fromkeys(each.word for each in (*now.services, *then.services))
    told = [_times(db, now, then, word, week) for word in words]
    lost = Counter(
        visit.specialist for visit in booked_visits(db, clock.now()) if is_cut_off(then, visit)
    )
    lines = [each for each in told if each]
    return [
        *lines,
        *(line("trying.visits", specialist=who, count=count) for who, count in lost.items()),
    ]


def _times(db: Session, now: Shop, then: Shop, word: str, week: Wanted) -> Line | None:
    before, after = (_free(db, shop, word, week) for shop in (now, then))
    service = then.service(word) or now.service(word)
    if before == after or service is None:
        return None
    return line("trying.times", service=service.name, before=before, after=after)


def _free(db: Session, shop: Shop, word: str, week: Wanted) -> int:
    """Count the times of a week that are free for a service; none where it is not given."""
    service = shop.service(word)
    if service is None:
        return 0
    return len(free_times(db, shop, Search(service, tuple(shop.stores_for(word))), week))


def _gifts_for(db: Session, member: Member, shop: Shop, today: date) -> list[str]:
    """Return the gifts she can have."""
    taker, left = taker_of(db, member, today), left_of(db, shop.gifts)
    return [
        gift.name
        for gift in shop.gifts
        if why_not(gift, taker, left=left[gift.word], count=1, today=today) is None
    ]
