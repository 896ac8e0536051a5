"""Talks: who waits for an answer, and one talk with all that belongs to it."""

from datetime import datetime
from typing import NamedTuple, cast

from flask import Blueprint, Response, make_response, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.models import Inbox
from bot.dialogue.queries import (
    OWNERS,
    TalkAndPerson,
    Which,
    last_words,
    talks_for,
)
from bot.shop.events.models import Event
from bot.shop.staff.queries import names_of
from bot.shop.staff.rules import Actor
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.door import may, who
from bot.web.console.pages import number_in, page
from bot.web.console.talk_page import load_said, load_talk, newest, talk_version
from bot.wiring import bot_of

screen = Blueprint("talks", __name__)

A_PAGE = 30
FARTHEST = 1000  # pages
SHOWN = 40  # characters of what she said last
WHICH = ("waiting", "mine", "all")
TALK = f"/talks/<int(max={BIGGEST_ID}):talk_id>"


class Row(NamedTuple):
    """One talk in the list."""

    id: int
    name: str | None
    kind: str
    words: str
    since: datetime | None
    holder: str | None
    first: str | None


@screen.get("/talks")
@may("talks")
def show() -> str:
    """Show who waits, first who must be answered first."""
    return page("talks.html", **_list())


@screen.get("/talks/list")
@may("talks", poll=True)
def poll() -> Response:
    """Give the list anew; 204 where nothing has happened in the shop since."""
    with bot_of().database.reading() as db:
        if request.args.get("v") == shop_version(db):
            return Response(status=204)
    return make_response(page("talks_list.html", **_list()))


@screen.get(TALK)
@may("talks")
def talk(talk_id: int) -> str:
    """Show one talk: what was said, the open door, and what is known beside it."""
    with bot_of().database.reading() as db:
        return page("talk.html", **load_talk(db, talk_id), done=request.args.get("done", ""))


@screen.get(f"{TALK}/said")
@may("talks", poll=True)
def said(talk_id: int) -> Response:
    """Give what was said anew; 204 where nothing has happened in this talk since."""
    with bot_of().database.reading() as db:
        found = newest(db, talk_id)
        if request.args.get("v") == talk_version(db, found):
            return Response(status=204)
        return make_response(page("talk_said.html", **load_said(db, found)))


def shop_version(db: Session) -> str:
    """Return a word that changes when anybody says or does something, and with the minute."""
    inbox, event = (db.scalar(select(func.max(table.id))) or 0 for table in (Inbox, Event))
    return f"{inbox}-{event}-{int(clock.now().timestamp()) // 60}"


def _list() -> dict[str, object]:
    asked = request.args.get("show", "waiting")
    which = cast(Which, asked if asked in WHICH else "waiting")
    number = request.args.get("page", "")
    skip = (min(int(number), FARTHEST) if number.isascii() and number.isdecimal() else 0) * A_PAGE
    now = clock.now()
    with bot_of().database.reading() as db:
        version = shop_version(db)
        found = talks_for(db, who(), which, now, skip=skip, limit=A_PAGE + 1)
        rows = _rows(db, found[:A_PAGE], now)
    more = skip // A_PAGE + 1 if len(found) > A_PAGE else None
    beside = number_in("beside")
    return {"rows": rows, "which": which, "more": more, "version": version, "beside": beside}


def _rows(db: Session, found: list[TalkAndPerson], now: datetime) -> list[Row]:
    ids = [person.id for _, person in found]
    words = last_words(db, ids)
    logins = {login for talk, person in found for login in (talk.staff, person.guide) if login}
    names = names_of(db, logins)
    return [
        Row(
            talk.id,
            person.name,
            *_short(words.get(person.id)),
            since=talk.waiting_since,
            holder=names.get(talk.staff or "", talk.staff) if talk.holder == "staff" else None,
            first=names.get(_first(talk.waiting_since, person.guide, who(), now) or ""),
        )
        for talk, person in found
    ]


def _short(said: tuple[str, str] | None) -> tuple[str, str]:
    kind, words = said or ("", "")
    return kind, words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"


def _first(since: datetime | None, guide: str | None, actor: Actor, now: datetime) -> str | None:
    """Return who is to answer before others: her guide, for some minutes."""
    waits_for_guide = since is not None and since > now - OWNERS
    return guide if waits_for_guide and guide != actor.login else None
