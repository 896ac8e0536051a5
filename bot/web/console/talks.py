"""Talks: who waits for an answer, and one talk with all that belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from flask import Blueprint, Response, make_response, request
from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.queries import (
    OWNERS,
    TalkInList,
    Which,
    last_said,
    last_words,
    many_waiting,
    talks_for,
)
from bot.shop.staff.queries import names_of
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.beside import page_number, place_of, tab
from bot.web.console.door import may, who
from bot.web.console.pages import badge, number_in, page
from bot.web.console.talk_page import load_said, load_talk, newest, talk_version
from bot.wiring import bot_of

screen = Blueprint("talks", __name__)

A_PAGE = 30
SHOWN = 40  # characters of what she said last
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


@dataclass(frozen=True)
class Listed:
    """What a list shows: its talks, whose each of them is for now, and what was said last."""

    which: Which
    page: int
    talks: Sequence[TalkInList]
    firsts: Mapping[int, str]
    said: Mapping[int, int]
    waiting: str

    @property
    def version(self) -> str:
        """Return a word that changes with anything of it."""
        return sha256(repr(self).encode()).hexdigest()[:16]


@screen.get("/talks")
@may("talks")
def show() -> str:
    """Show who waits, first who must be answered first."""
    with bot_of().database.reading() as db:
        return page("talks.html", **_shown(db, _listed(db)))


@screen.get("/talks/list")
@may("talks", poll=True)
def poll() -> Response:
    """Give the list anew; 204 where it would look the same."""
    with bot_of().database.reading() as db:
        found = _listed(db)
        if request.args.get("v") == found.version:
            return Response(status=204)
        return make_response(page("talks_list.html", **_shown(db, found)))


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


def _listed(db: Session) -> Listed:
    """Read what the list is made of; whoever only asks for news needs no more."""
    which, number, now = tab(), page_number(), clock.now()
    read = partial(talks_for, db, who(), which, now, limit=A_PAGE + 1)
    talks = read(skip=number * A_PAGE)
    if number and not talks:  # all of this page have gone elsewhere meanwhile
        number, talks = 0, read(skip=0)
    firsts = {talk.id: talk.guide for talk in talks if talk.guide and _is_hers_first(talk, now)}
    said = last_said(db, [talk.person_id for talk in talks])
    return Listed(which, number, talks, firsts, said, badge(many_waiting(db, who())))


def _shown(db: Session, found: Listed) -> dict[str, object]:
    talks = found.talks[:A_PAGE]
    words = last_words(db, [talk.person_id for talk in talks])
    names = names_of(db, {login for talk in talks for login in (talk.staff, talk.guide) if login})
    rows = [
        Row(
            talk.id,
            talk.name,
            *_short(words.get(talk.person_id)),
            since=talk.since,
            holder=names.get(talk.staff or "", talk.staff) if talk.holder == "staff" else None,
            first=names.get(found.firsts.get(talk.id, "")),
        )
        for talk in talks
    ]
    more = found.page + 1 if len(found.talks) > A_PAGE else None
    about = {"which": found.which, "many": found.waiting, "version": found.version}
    kept = place_of(found.which, found.page)
    return {"rows": rows, "more": more, "beside": number_in("beside"), "kept": kept, **about}


def _short(said: tuple[str, str] | None) -> tuple[str, str]:
    kind, words = said or ("", "")
    return kind, words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"


def _is_hers_first(talk: TalkInList, now: datetime) -> bool:
    """Say whether her guide is to answer before others, as she is for some minutes."""
    return talk.since is not None and talk.since > now - OWNERS and talk.guide != who().login
