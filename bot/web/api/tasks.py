"""What people of the shop must do, and that it is done."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.purchases.secrecy import secrets_of
from bot.shop.refusal import Refused
from bot.shop.staff.rules import is_of
from bot.shop.tasks.models import Task
from bot.shop.tasks.queries import place, tasks_page
from bot.usecases.talking import finish_work
from bot.web.api.actors import acting, check_whole
from bot.web.api.fields import Maybe, Note, ShownMoment, Word
from bot.web.api.shapes import Answer, Body, ListQuestion, Page, page_of
from bot.wiring import Bot


class Work(Answer):
    """A task: for whom it is, why, the words to say, and until when.

    Before the day `secret_until` nothing may be said of a present that somebody bought for her.
    """

    id: int
    kind: str
    person_id: int | None = Field(serialization_alias="member")
    store: str | None
    staff: str | None
    why: str
    words: str
    created_at: ShownMoment
    due: ShownMoment
    done_at: ShownMoment | None
    done_by: str | None
    result: str | None
    secret_until: date | None


class WhichTasks(ListQuestion):
    """Hers (with her name, or her store's without one), or all; open ones, done ones, or both."""

    staff: Maybe[Word] = None
    open: bool | None = None


class Finished(Body):
    """What came of it."""

    result: Note
    by: Maybe[Word] = None


def find(bot: Bot, question: WhichTasks) -> Page[Work]:
    """Find tasks, open ones first, newest first; everybody's: 403 for a key bounded to a store."""
    if question.staff is None:
        check_whole()
    with bot.database.reading() as db:
        found = tasks_page(
            db,
            staff=question.staff,
            open_only=question.open,
            after=question.cursor,
            limit=question.limit + 1,
        )
        people = {task.person_id for task in found if task.person_id}
        secrets = secrets_of(db, people, clock.today())
        return page_of(found, question, show=lambda task: _shown(task, secrets), position=place)


def finish(bot: Bot, task_id: int, body: Finished) -> Work:
    """Note that a task is done and what came of it; 409 where somebody was first."""

    def work(db: Session) -> Task:
        who, task = acting(db, body.by), db.get(Task, task_id)
        if task and task.staff != who.login and not is_of(who, task.store):
            raise Refused("task_store")
        shop = bot.shops.read(db)
        return finish_work(db, task_id, result=body.result, by=who.login, shop=shop)

    return _shown(bot.database.run(work), {})


def _shown(task: Task, secrets: Mapping[int, date]) -> Work:
    until = secrets.get(task.person_id or 0)
    return Work.model_validate({**vars(task), "secret_until": until})
