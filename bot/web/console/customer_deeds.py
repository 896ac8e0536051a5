"""What is done to a whole file: joined with another, taken apart, given to her, erased."""

import json
from functools import partial

from flask import Blueprint, Response, abort, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from bot.shop.audit.actions import log_deed
from bot.shop.people.actions import lock_person
from bot.shop.people.models import Merge
from bot.shop.refusal import Refused
from bot.texts import line
from bot.usecases.erasing import erase, export
from bot.usecases.merging import merge_people, undo_merge
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.customer import HER, do, shown
from bot.web.console.door import may, one_of_hers, who
from bot.web.console.pages import page, told
from bot.wiring import bot_of

screen = Blueprint("customer_deeds", __name__)

# Why somebody is erased: the word that the audit log keeps.
WHY_ERASED = frozenset({"asked", "child", "mistake"})


@screen.post(f"{HER}/merge")
@may("merging")
def merge(person_id: int) -> BaseResponse:
    """Join another record of hers with this one; it can be undone."""
    bot, other = bot_of(), request.form.get("other", "").strip()
    number = int(other) if other.isascii() and other.isdecimal() and len(other) < 19 else 0

    def work(db: Session) -> None:
        winner, loser = one_of_hers(db, person_id), one_of_hers(db, number)
        if winner.id == loser.id:
            if number != winner.id:
                return  # pressed twice: they are one already
            raise Refused("merge_same")
        held = {each: lock_person(db, each) for each in sorted((winner.id, loser.id))}
        one, two = held[loser.id], held[winner.id]
        assert one  # both are there
        assert two
        why = bot.texts.render(line("reasons.kept_secret"))
        merge_people(db, one, two, by=who().login, why=why)
        log_deed(db, who().login, "merged", person_id=winner.id, about=str(loser.id))

    return do(person_id, work, done="merged")


@screen.post(f"{HER}/merges/<int(max={BIGGEST_ID}):merge_id>/undo")
@may("merging")
def take_apart(person_id: int, merge_id: int) -> BaseResponse:
    """Take two records apart again."""

    def work(db: Session) -> None:
        winner = one_of_hers(db, person_id)
        found = db.get(Merge, merge_id)
        if found is None or found.into_person != winner.id:
            abort(404)
        undo_merge(db, merge_id, by=who().login)
        log_deed(db, who().login, "took_apart", person_id=winner.id, about=str(found.from_person))

    return do(person_id, work, done="apart")


@screen.post(f"{HER}/export")
@may("exporting")
def give_file(person_id: int) -> Response:
    """Give all that is kept of her, for her to take along."""

    def work(db: Session) -> str:
        person = one_of_hers(db, person_id)
        log_deed(db, who().login, "exported", person_id=person.id)
        return json.dumps(export(db, person.id), ensure_ascii=False, indent=2)

    response = Response(bot_of().database.run(work), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="customer-{person_id}.json"'
    return response


@screen.post(f"{HER}/erase")
@may("erasing")
def forget(person_id: int) -> BaseResponse:
    """Erase her, with the reason; it can't be undone, so the word is typed."""
    bot, why = bot_of(), request.form.get("why", "")
    if why not in WHY_ERASED or request.form.get("word", "").strip() != "注销":
        return shown(person_id, status=422, wrong=told(Refused("erase_word")))

    def work(db: Session) -> str | None:
        person = one_of_hers(db, person_id)
        log_deed(db, who().login, "erased", person_id=person.id, about=why)
        erasing = partial(erase, person_id=person.id, actor=who().login)
        return erasing(db, why=bot.texts.render(line("reasons.erased")))

    receipt = bot.database.run(work)
    return Response(page("customers/erased.html", receipt=receipt))
