"""A store opens otherwise on one day: who has booked a time that falls away is called.

Nobody is reminded of such a time; when it is one to come at again, she is.
"""

from datetime import date, timedelta

from bot import clock
from bot.outbox.actions import drop_messages, undo_drop
from bot.outbox.handover import leave_unsaid, say_after_all
from bot.shop.appointments.models import Visit
from bot.shop.appointments.queries import booked_on, is_cut_off
from bot.shop.days.actions import set_hours, take_back_hours
from bot.shop.days.queries import days_from
from bot.shop.days.rules import with_days
from bot.shop.people.models import Person
from bot.shop.tasks.actions import ask_again, ask_people, close_task
from bot.texts import line
from bot.usecases.visiting import Desk, hours_key

CALLED_WITHIN = timedelta(hours=2)


def change_hours(desk: Desk, store: str, day: date, hours: str, *, why: str, by: str) -> None:
    """Set the hours of one day ("" for shut), and ask people to call whom they cut off."""
    set_hours(desk.db, store, day, hours, why=why, by=by)
    then = with_days(desk.shop, days_from(desk.db, clock.today()))
    for visit, person in booked_on(desk.db, store, day):
        if is_cut_off(then, visit):
            _hold_reminder(desk, visit)
            _ask_to_call(desk, visit, person, hours)
        else:
            _keep_time(desk, visit)


def keep_usual_hours(desk: Desk, store: str, day: date, *, by: str) -> None:
    """Let a day have its usual hours again; nobody need be called any more."""
    if take_back_hours(desk.db, store, day, by=by):
        for visit, _ in booked_on(desk.db, store, day):
            _keep_time(desk, visit)


def _hold_reminder(desk: Desk, visit: Visit) -> None:
    why = _cut_off(desk)
    drop_messages(desk.db, visit.key, why=why)
    leave_unsaid(desk.db, visit.key, why=why)


def _ask_to_call(desk: Desk, visit: Visit, person: Person, hours: str) -> None:
    key = "tasks.hours_changed" if hours else "tasks.hours_shut"
    facts = desk.facts(visit) | {"hours": hours}
    why = desk.texts.render(line(key, **facts))
    due, dedupe = min(clock.now() + CALLED_WITHIN, visit.starts), hours_key(visit.key)
    asked = ask_people(
        desk.db,
        kind="call",
        dedupe=dedupe,
        person=person,
        why=why,
        words="",
        due=due,
        store=visit.store,
    )
    if not asked:
        ask_again(desk.db, dedupe, why=why, due=due)


def _keep_time(desk: Desk, visit: Visit) -> None:
    """Let her come as she has booked: she is reminded, and nobody calls."""
    result = desk.texts.render(line("tasks.hours_settled"))
    close_task(desk.db, hours_key(visit.key), result=result)
    undo_drop(desk.db, visit.key, why=_cut_off(desk))
    say_after_all(desk.db, visit.key)


def _cut_off(desk: Desk) -> str:
    return desk.texts.render(line("reasons.appointment_cut_off"))
