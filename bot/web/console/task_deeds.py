"""What somebody does with her day: a task done, not reached, later, taken back; a visit kept."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from bot import clock
from bot.shop.appointments.models import Visit
from bot.shop.people.actions import lock_person
from bot.shop.refusal import Refused
from bot.shop.tasks.models import Task
from bot.usecases.doing_tasks import (
    STAYS,
    do_later,
    do_task,
    not_reached,
    take_back,
    task_of,
)
from bot.usecases.visiting import Desk
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.case_forms import maybe
from bot.web.console.door import check_hers, may, who
from bot.web.console.pages import hour, moment_of, say
from bot.wiring import bot_of

screen = Blueprint("task_deeds", __name__)

TASK = f"/tasks/<int(max={BIGGEST_ID}):task_id>"
CAME = {"kept", "missed"}


@screen.post(f"{TASK}/done")
@may("today")
def done(task_id: int) -> BaseResponse:
    """Note that a task is done, and what came of it."""
    bot, result = bot_of(), maybe("result") or say("console.task_done")

    def work(db: Session) -> Task:
        return do_task(db, task_id, result=result, who=who(), shop=bot.shops.read(db))

    return _do(task_id, work, did="done")


@screen.post(f"{TASK}/not-reached")
@may("today")
def was_not_reached(task_id: int) -> BaseResponse:
    """Note that she was not reached; the task comes back in a while."""
    said = say("console.task_tried", hour=hour(clock.now()))
    return _do(task_id, partial(not_reached, task_id=task_id, said=said, who=who()), "not_reached")


@screen.post(f"{TASK}/later")
@may("today")
def later(task_id: int) -> BaseResponse:
    """Put a task off by an hour, or to tomorrow."""
    tomorrow = request.form.get("when") == "tomorrow"
    return _do(task_id, partial(do_later, task_id=task_id, tomorrow=tomorrow, who=who()), "later")


@screen.post(f"{TASK}/back")
@may("today")
def back(task_id: int) -> BaseResponse:
    """Undo what was just done with a task."""
    due = _moment(request.form.get("due", ""))
    return _do(task_id, partial(take_back, task_id=task_id, due=due, who=who()), "back")


@screen.post(f"/visits/<int(max={BIGGEST_ID}):visit_id>/<any(kept,missed):state>")
@may("today")
def visit(visit_id: int, state: str) -> BaseResponse:
    """Note that she came, or did not."""
    bot = bot_of()

    def work(db: Session) -> None:
        found = db.get(Visit, visit_id)
        person = lock_person(db, found.person_id) if found else None
        if found is None or person is None:
            raise Refused("appointment_unknown")
        if who().store is None or found.store != who().store:
            check_hers(guide=person.guide, store=person.store)
        db.refresh(found)
        if found.state != state:
            Desk(db, bot.shops.read(db), bot.texts).close(found, state, by=who().login)

    bot.database.run(work)
    return redirect(url_for("console.today.show", did=state))


def _do(task_id: int, work: Callable[[Session], Task], did: str) -> BaseResponse:
    """Do one thing with a task; the page then says it, with the way back."""
    before: list[datetime] = []

    def noted(db: Session) -> Task:
        before[:] = [task_of(db, task_id, who()).due]
        return work(db)

    task = bot_of().database.run(noted)
    due = before[0].isoformat() if did in ("later", "not_reached") else None
    stays = 1 if did == "back" or (did == "done" and task.kind in STAYS) else None
    return redirect(url_for("console.today.show", did=did, task=task_id, due=due, stays=stays))


def _moment(typed: str) -> datetime | None:
    moment = moment_of(typed)
    if typed and moment is None:
        raise Refused("form_stale")
    return moment
