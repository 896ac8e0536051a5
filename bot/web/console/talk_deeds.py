"""What a colleague does in a talk: take it, write, write for later, note, promise, hand over."""

from collections.abc import Callable
from datetime import date, datetime

from flask import Blueprint, Response, make_response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from bot import clock
from bot.dialogue.answers.cards import spot_id_or_bank
from bot.shop.notes.actions import leave_note
from bot.shop.refusal import Refused
from bot.shop.tasks.queries import open_tasks
from bot.usecases.keeping_word import keep_word, promised_day
from bot.usecases.talking import finish_work, hand_over, release_talk, take_talk, write_to_her
from bot.usecases.writing_later import take_back, write_later
from bot.web.api.conversations import LONGEST
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.beside import place
from bot.web.console.door import may, who
from bot.web.console.pages import given_once, page, say, told
from bot.web.console.talk_page import load_said, load_talk, load_write, newest
from bot.web.console.talks import TALK
from bot.wiring import bot_of

screen = Blueprint("talk_deeds", __name__)

NOTE_LONGEST = 500


@screen.post(f"{TALK}/take")
@may("talks")
def take(talk_id: int) -> BaseResponse:
    """Take a talk: the bot keeps silent in it."""
    return _do(talk_id, lambda db: take_talk(db, talk_id, who()), done="taken")


@screen.post(f"{TALK}/release")
@may("talks")
def release(talk_id: int) -> BaseResponse:
    """Give a talk back to the bot."""
    return _do(talk_id, lambda db: release_talk(db, talk_id, who()), done="released")


@screen.post(f"{TALK}/hand")
@may("talks")
def hand(talk_id: int) -> BaseResponse:
    """Give a talk to a colleague."""
    to, texts = request.form.get("to", ""), bot_of().texts
    return _do(talk_id, lambda db: hand_over(db, talk_id, who(), to=to, texts=texts), done="handed")


@screen.post(f"{TALK}/write")
@may("talks")
def write(talk_id: int) -> Response:
    """Write to her, now or for later; what was typed stays where nothing went."""
    typed, at = request.form.get("words", ""), request.form.get("at", "")
    try:
        words, key = _words(typed), given_once()
        if "later" in request.form:
            return _write_later(talk_id, words, _moment(at), key)
        return _write_now(talk_id, words, key)
    except Refused as refused:
        return _composer(talk_id, typed=typed, wrong=told(refused), at=at)


@screen.post(f"{TALK}/later/<int(max={BIGGEST_ID}):message_id>/back")
@may("talks")
def back(talk_id: int, message_id: int) -> Response:
    """Take back what was to go later; its words stand in the field again."""
    bot = bot_of()

    def work(db: Session) -> str:
        person = newest(db, talk_id).person
        return take_back(db, bot.texts, person.id, message_id, who=who())

    typed = bot.database.run(work)
    return _composer(talk_id, typed=typed, note=say("console.took_back"))


@screen.post(f"{TALK}/promise/<int(max={BIGGEST_ID}):message_id>")
@may("talks")
def promise(talk_id: int, message_id: int) -> Response:
    """Make a task of what was promised to her."""
    day = _day(request.form.get("day", ""))
    bot = bot_of()

    def work(db: Session) -> None:
        person = newest(db, talk_id).person
        keep_word(db, bot.texts, person.id, message_id, day=day, who=who())

    bot.database.run(work)
    return _composer(talk_id, note=say("console.promise_kept"))


@screen.post(f"{TALK}/task/<int(max={BIGGEST_ID}):task_id>")
@may("talks")
def finish(talk_id: int, task_id: int) -> BaseResponse:
    """Note that something was done for her: a call, a look into an order."""
    result, bot = request.form.get("result", "").strip()[:NOTE_LONGEST], bot_of()
    if not result:
        raise Refused("words_empty")

    def work(db: Session) -> None:
        person = newest(db, talk_id).person
        if task_id not in {each.id for each in open_tasks(db, person.id)}:
            raise Refused("task_unknown")
        shop = bot.shops.read(db)
        finish_work(db, task_id, result=result, by=who().login, shop=shop)

    return _do(talk_id, work, done="finished")


@screen.post(f"{TALK}/note")
@may("talks")
def note(talk_id: int) -> BaseResponse:
    """Leave a note about her for colleagues."""
    words = spot_id_or_bank(request.form.get("note", "").strip()[:NOTE_LONGEST])
    if not words:
        raise Refused("note_empty")
    key = given_once()

    def work(db: Session) -> None:
        person = newest(db, talk_id).person
        leave_note(db, person.id, words=words, by=who().login, once=key)

    return _do(talk_id, work, done="")


def _do(talk_id: int, work: Callable[[Session], object], *, done: str) -> BaseResponse:
    """Do one thing in a talk of hers, then show the talk."""

    def hers(db: Session) -> None:
        newest(db, talk_id)
        work(db)

    try:
        bot_of().database.run(hers)
    except Refused as refused:
        with bot_of().database.reading() as db:
            shown = page("talk.html", **load_talk(db, talk_id), wrong=told(refused))
        return make_response(shown, 409)
    return redirect(url_for("console.talks.talk", talk_id=talk_id, done=done or None, **place()))


def _write_now(talk_id: int, words: str, key: str) -> Response:
    bot, seen = bot_of(), request.form.get("seen", "")

    def work(db: Session) -> int:
        newest(db, talk_id)
        number = int(seen) if seen.isascii() and seen.isdecimal() else None
        message, _ = write_to_her(
            db, bot.policy, talk_id, text=words, who=who(), once=key, seen=number
        )
        return message.id

    message_id = bot.database.run(work)
    day = promised_day(words, clock.today())
    return _composer(talk_id, promised=(message_id, day) if day else None)


def _write_later(talk_id: int, words: str, at: datetime, key: str) -> Response:
    bot = bot_of()

    def work(db: Session) -> None:
        newest(db, talk_id)
        write_later(db, bot.policy, talk_id, text=words, at=at, who=who(), once=key)

    bot.database.run(work)
    return _composer(talk_id, note=say("console.later_kept", at=f"{clock.local(at):%m-%d %H:%M}"))


def _composer(talk_id: int, **values: object) -> Response:
    """Show the field for the next words, and what has been said by now."""
    with bot_of().database.reading() as db:
        found = newest(db, talk_id)
        known = load_said(db, found) | load_write(db, found)
        shown = page("talk_write.html", **known, fresh=True, **values)
    return make_response(shown)


def _words(typed: str) -> str:
    words = typed.replace("\r\n", "\n").strip()
    if not words:
        raise Refused("words_empty")
    if len(words) > LONGEST:
        raise Refused("words_long", longest=LONGEST)
    return words


def _moment(at: str) -> datetime:
    """Read what the browser's field for a time gives: the shop's time, without an offset."""
    try:
        naive = datetime.fromisoformat(at)
    except ValueError:
        raise Refused("later_past") from None
    return clock.at(naive.date(), naive.time())


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Refused("form_stale") from None
