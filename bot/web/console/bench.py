"""What is taken in at the counter to be mended or ordered: a photo, a day, each stage."""

from datetime import date
from hashlib import sha256

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from bot import clock
from bot.shop.media.rules import KINDS, MEBIBYTE
from bot.shop.refusal import Refused
from bot.shop.works.actions import BACK_WITHIN
from bot.shop.works.models import Work
from bot.usecases.making import Bench
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.counter import Found, counter
from bot.web.console.door import may, one_of_hers, who
from bot.web.console.pages import given_once, say, told
from bot.web.console.sales import HER
from bot.wiring import bot_of

screen = Blueprint("bench", __name__)

BIGGEST_FORM = KINDS["picture"].most_bytes + MEBIBYTE
LONGEST_ITEM = 60


@screen.post(f"{HER}/works")
@may("counter", biggest=BIGGEST_FORM)
def begin(person_id: int) -> Response:
    """Take something in, with a photo and the day it is promised for; sent twice, it is one."""
    bot, number = bot_of(), _number(given_once())
    file = request.files.get("photo")
    photo = file.read() if file else b""

    def work(db: Session) -> Work:
        person = one_of_hers(db, person_id)
        taken = Work(
            person_id=person.id,
            kind="order" if request.form.get("kind") == "order" else "repair",
            number=number,
            item=_item(),
            store=who().store or person.store,
            owner=person.guide or who().login,
            promised=_promised(),
            photos=[],
        )
        bench = Bench(db, bot.shops.read(db), bot.texts)
        begun = bench.begin(taken, by=who().login, told_after=BACK_WITHIN)
        if photo:
            bench.photograph(begun.id, photo, by=who().login)
        return begun

    try:
        taken_in = bot.database.run(work)
    except Refused as refused:
        return _again(person_id, refused)
    return counter(Found(person_id=person_id), taken_in=taken_in)


@screen.post(f"{HER}/works/<int(max={BIGGEST_ID}):work_id>/put-back")
@may("counter")
def put_back(person_id: int, work_id: int) -> Response:
    """Undo a taking in that was a slip."""
    bot = bot_of()

    def work(db: Session) -> bool:
        _check_hers(db, person_id, work_id)
        bench = Bench(db, bot.shops.read(db), bot.texts)
        return bench.put_back(work_id, by=who().login)

    try:
        untold = bot.database.run(work)
    except Refused as refused:
        return _again(person_id, refused)
    done = say("counter.put_back_work" if untold else "counter.put_back_told")
    return counter(Found(person_id=person_id), done=done)


@screen.post(f"{HER}/works/<int(max={BIGGEST_ID}):work_id>/stage")
@may("counter")
def move(person_id: int, work_id: int) -> Response:
    """Move a work of hers on to a stage; she is told."""
    bot, stage = bot_of(), request.form.get("stage", "")

    def work(db: Session) -> None:
        _check_hers(db, person_id, work_id)
        bench = Bench(db, bot.shops.read(db), bot.texts)
        bench.move(work_id, stage, by=who().login, told_after=BACK_WITHIN)

    try:
        bot.database.run(work)
    except Refused as refused:
        return _again(person_id, refused)
    return counter(Found(person_id=person_id), moved=work_id)


@screen.post(f"{HER}/works/<int(max={BIGGEST_ID}):work_id>/back")
@may("counter")
def move_back(person_id: int, work_id: int) -> Response:
    """Undo a move that was a slip."""
    bot = bot_of()

    def work(db: Session) -> None:
        _check_hers(db, person_id, work_id)
        Bench(db, bot.shops.read(db), bot.texts).move_back(work_id, by=who().login)

    try:
        bot.database.run(work)
    except Refused as refused:
        return _again(person_id, refused)
    return counter(Found(person_id=person_id), done=say("counter.moved_back"))


def _check_hers(db: Session, person_id: int, work_id: int) -> None:
    person, found = one_of_hers(db, person_id), db.get(Work, work_id)
    if found is None or found.person_id != person.id:
        raise Refused("work_unknown")


def _item() -> str:
    item = "".join(each for each in request.form.get("item", "") if each.isprintable()).strip()
    if not item:
        raise Refused("work_item")
    return item[:LONGEST_ITEM]


def _promised() -> date | None:
    given = request.form.get("promised", "").strip()
    try:
        day = date.fromisoformat(given) if given else None
    except ValueError:
        raise Refused("work_day") from None
    if day and day < clock.today():
        raise Refused("work_day_past")
    return day


def _number(once: str) -> str:
    """Return a number for the slip: the day, and eight digits that belong to this form alone."""
    digits = int.from_bytes(sha256(f"{who().login}:{once}".encode()).digest()[:8]) % 10**8
    return f"{clock.today():%y%m%d}-{digits:08}"


def _again(person_id: int, refused: Refused) -> Response:
    return counter(Found(person_id=person_id), status=409, wrong=told(refused), typed=request.form)
