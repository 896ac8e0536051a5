"""今天: whom to greet and why, what to do, who comes; shortly before closing it is tomorrow's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from flask import Blueprint, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.analytics.yesterday import day_in_short
from bot.dialogue.models import Conversation
from bot.dialogue.queries import many_waiting
from bot.outbox.facts import Standing, Waiting
from bot.outbox.policy import Send
from bot.outbox.queries import standings
from bot.shop.appointments.models import Visit
from bot.shop.appointments.queries import visits_between
from bot.shop.complaints.board import Filter, OnBoard, cases_for, open_by_step
from bot.shop.people.models import Person
from bot.shop.purchases.fitting import Pair, fits_of, fitting
from bot.shop.purchases.queries import items_kept
from bot.shop.purchases.secrecy import secrets_of
from bot.shop.staff.rules import LEADS, Actor
from bot.shop.stores.hours import day_to_work_for
from bot.shop.stores.rules import Shop
from bot.shop.tasks.models import Task
from bot.shop.tasks.queries import Turn, left_lying, tasks_until
from bot.shop.tasks.rules import AWAITED
from bot.shop.traits.queries import traits_of_all
from bot.shop.wishes.actions import wishes_of
from bot.shop.wishes.rules import Wishes, refuses_channel
from bot.usecases.handing_over.pieces import GREETING
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.complaints import LANES
from bot.web.console.door import may, who
from bot.web.console.pages import moment_of, number_in, page, say
from bot.wiring import Bot, bot_of

screen = Blueprint("today", __name__)

A_PAGE = 40
CASES = 60
AT_RISK = timedelta(hours=2)
DID = ("done", "later", "not_reached", "back", "kept", "missed")
GROUPS = ("waits", "calls", "greet", "others")


@dataclass(frozen=True)
class Known:
    """What is known of the people behind the tasks, read once for all of them."""

    people: Mapping[int, Person]
    talks: Mapping[int, int]
    doors: Mapping[int, tuple[Standing, str | None]]
    wishes: Mapping[int, Wishes]
    secrets: Mapping[int, date]
    traits: Mapping[int, Mapping[str, str]]
    kept: Mapping[int, Sequence[str]]


class Todo(NamedTuple):
    """One task: for whom, by which door, what not to mention.

    `ours` says that its words are to be said, `fits` what goes with what she has.
    """

    task: Task
    group: str
    person: Person | None
    talk_id: int | None
    door: str
    hush: Sequence[str]
    late: bool
    case: int | None
    traits: Mapping[str, str]
    ours: bool
    fits: Sequence[Pair]


@screen.get("/")
@screen.get("", strict_slashes=False)
@may("today")
def show() -> str:
    """Show somebody's day."""
    bot, now = bot_of(), clock.now()
    with bot.database.reading() as db:
        shop = bot.shops.read(db)
        day = day_to_work_for(shop.store(who().store), now)
        until = clock.at(day + timedelta(days=1), time())
        found = tasks_until(db, who(), until, after=_after(), limit=A_PAGE + 1)
        todos = _todos(db, bot, found[:A_PAGE], now)
        values = {
            "groups": {name: [one for one in todos if one.group == name] for name in GROUPS},
            "visits": _visits(db, shop, day),
            "cases": cases_for(db, who(), Filter(mine=True), now, limit=10),
            "leads": _leads(db, who(), now) if who().role in LEADS else None,
            "late_elsewhere": left_lying(db, who(), now),
        }
    more = found[A_PAGE - 1] if len(found) > A_PAGE else None
    return page(
        "today.html",
        **values,
        **_did(),
        day=day,
        is_today=day == clock.local(now).date(),
        now=now,
        more=more and f"{more.due.isoformat()}~{more.id}",
    )


def _did() -> dict[str, Any]:
    """Return what was just done, so that it can be taken back."""
    did = request.args.get("did", "")
    return {
        "did": did if did in DID else "",
        "task_id": number_in("task"),
        "before": request.args.get("due", "")[:40],
        "stays": "stays" in request.args,
    }


def _after() -> Turn | None:
    due, _, number = request.args.get("after", "").rpartition("~")
    moment = moment_of(due)
    known = number.isascii() and number.isdecimal() and len(number) <= len(str(BIGGEST_ID))
    return Turn(moment, min(int(number), BIGGEST_ID)) if moment and known else None


def _todos(db: Session, bot: Bot, tasks: Sequence[Task], now: datetime) -> list[Todo]:
    known = _known(db, sorted({task.person_id for task in tasks if task.person_id}))
    fits = fits_of(bot.settings.trade)
    phoned = {word for word, journey in bot.journeys.items() if journey.by_phone} | {"call"}
    return [
        Todo(
            task=task,
            group=_group(task, phoned),
            person=known.people.get(task.person_id or 0),
            talk_id=known.talks.get(task.person_id or 0),
            door=_door(bot, known, task, now),
            hush=_hush(known, task),
            late=task.due <= now,
            case=_case(task),
            traits=known.traits.get(task.person_id or 0, {}),
            ours=_is_ours(task),
            fits=fitting(known.kept.get(task.person_id or 0, ()), fits, clock.local(now).month),
        )
        for task in tasks
    ]


def _known(db: Session, ids: Sequence[int]) -> Known:
    talks = select(Conversation.person_id, Conversation.id)
    found = db.execute(talks.where(Conversation.person_id.in_(ids)))
    return Known(
        people={one.id: one for one in db.scalars(select(Person).where(Person.id.in_(ids)))},
        talks={person_id: talk_id for person_id, talk_id in found},  # noqa: C416 - for its types
        doors=standings(db, ids),
        wishes=wishes_of(db, ids),
        secrets=secrets_of(db, ids, clock.today()),
        traits=traits_of_all(db, ids),
        kept=items_kept(db, ids),
    )


def _group(task: Task, phoned: set[str]) -> str:
    if task.kind in AWAITED or task.kind == "promise":
        return "waits"
    if task.kind in phoned:
        return "calls"
    return "greet" if _is_ours(task) else "others"


def _is_ours(task: Task) -> bool:
    """Say whether its words are for her, and not hers: people are to say them."""
    return task.dedupe.startswith("outbox:") or task.kind == GREETING


def _door(bot: Bot, known: Known, task: Task, now: datetime) -> str:
    """Return by which door it can be said now: write, call, or when she comes."""
    person = known.people.get(task.person_id or 0)
    if person is None:
        return ""
    standing, _ = known.doors[person.id]
    if isinstance(bot.policy.choose(Waiting("reply"), standing, now), Send):
        return "write"
    may_call = not refuses_channel(known.wishes[person.id], "call", clock.today())
    return "call" if person.phone and may_call else "meet"


def _hush(known: Known, task: Task) -> list[str]:
    """Return what must not be mentioned to her now."""
    if task.person_id is None:
        return []
    found: list[str] = []
    if until := known.secrets.get(task.person_id):
        found.append(say("console.hush_secret", day=f"{until.month}月{until.day}日"))
    if task.person_id in known.doors and known.doors[task.person_id][0].complains:
        found.append(say("console.hush_complaint"))
    if refuses_channel(known.wishes.get(task.person_id, {}), "call", clock.today()):
        found.append(say("console.hush_call"))
    if taboos := known.traits.get(task.person_id, {}).get("taboos"):
        found.append(taboos)
    return found


def _case(task: Task) -> int | None:
    """Return the case a task belongs to."""
    word, _, rest = task.dedupe.partition(":")
    number = rest.partition(":")[0]
    return int(number) if word == "complaint" and number.isdecimal() else None


def _visits(db: Session, shop: Shop, day: date) -> list[tuple[Visit, Person, str]]:
    begins = clock.at(day, time())
    found = visits_between(db, begins, begins + timedelta(days=1), store=who().store, limit=A_PAGE)
    names = {each.word: each.name for each in shop.services}
    return [(visit, person, names.get(visit.service, visit.service)) for visit, person in found]


def _leads(db: Session, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what who leads must see: cases by step, promises at risk, who waits, yesterday."""
    cases = cases_for(db, actor, Filter(), now, limit=CASES)
    many = open_by_step(db, actor)
    counts = {name: sum(many.get(each, 0) for each in steps) for name, steps in LANES.items()}
    own = None if actor.role in ("regional_manager", "head_office") else actor.store
    return {
        "lanes": counts,
        "risky": [one for one in cases if _is_risky(one, now)],
        "waiting": many_waiting(db, actor),
        "yesterday": day_in_short(db, clock.today() - timedelta(days=1), own),
    }


def _is_risky(one: OnBoard, now: datetime) -> bool:
    until = one.complaint.deadline
    return until is not None and until <= now + AT_RISK
