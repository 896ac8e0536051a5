"""One case, and what a colleague does in it: note, write, decide, ask, finish, skip, find causes.

Each deed is the one that the API does; what was typed is shown again where it was not done.
"""

from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, Response, make_response, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from bot.dialogue.models import Conversation
from bot.shop.complaints.actions import is_noted
from bot.shop.complaints.causes import CAUSES, note_cause
from bot.shop.complaints.models import Complaint
from bot.shop.refusal import Refused
from bot.usecases.complaining import deciding
from bot.usecases.complaining.approving import ask_approval, decline
from bot.usecases.complaining.telling import House
from bot.usecases.talking import write_to_her
from bot.web.api.fields import BIGGEST_ID
from bot.web.api.problems import STATUSES
from bot.web.console import case_forms as typed
from bot.web.console.case_page import found_case, load_case, version_of_case
from bot.web.console.door import may, who
from bot.web.console.pages import given_once, page, told
from bot.wiring import bot_of

screen = Blueprint("cases", __name__)

CASE = f"/complaints/<int(max={BIGGEST_ID}):case_id>"
DONE = (
    *("noted", "sent", "decided", "finished", "skipped"),
    *("asked", "declined", "cause"),
)
# what somebody above may lift, and where a refusal stands in the decision's form
BEYOND = ("complaint_beyond", "complaint_offer_role", "complaint_role")
FIELDS = {"points_wrong": "points", "complaint_coupon": "coupon", "complaint_beyond": "points"}
# the same deed once more, by who did it: nothing has gone wrong
SAME = {"complaint_decided": "solution", "complaint_done": "proof"}

Deed = Callable[[Session, House, Complaint], object]


class Failed(NamedTuple):
    """A form that was not done: which one, why, under which field it stands, who may lift it."""

    form: str
    why: str
    field: str
    may_ask: bool


@screen.get(CASE)
@may("complaints")
def show(case_id: int) -> str:
    """Show one case."""
    done = request.args.get("done", "")
    with bot_of().database.reading() as db:
        return page("case.html", **load_case(db, case_id), done=done if done in DONE else "")


@screen.get(f"{CASE}/news")
@may("complaints", poll=True)
def news(case_id: int) -> Response:
    """Say that somebody has done something in this case since; 204 while nobody has."""
    with bot_of().database.reading() as db:
        found_case(db, case_id)
        if request.args.get("v") == version_of_case(db, case_id):
            return Response(status=204)
    return make_response(page("case_news.html", case_id=case_id))


@screen.post(f"{CASE}/note")
@may("complaints")
def note(case_id: int) -> BaseResponse:
    """Note a call or what she said; with `write`, the words go to her as well."""
    writes = "write" in request.form

    def work(db: Session, house: House, complaint: Complaint) -> None:
        noted, key = typed.noted(), f"{who().login}:{given_once()}"
        if writes and not is_noted(db, key):
            _write(db, complaint, noted.what)
        deciding.note(db, house, case_id, [noted], by=who().login, once=key)

    return _do(case_id, "note", work, done="sent" if writes else "noted")


@screen.post(f"{CASE}/decide")
@may("complaints")
def decide(case_id: int) -> BaseResponse:
    """Decide how it is solved; she is told at once."""

    def work(db: Session, house: House, _: Complaint) -> None:
        deciding.decide(
            db,
            house,
            case_id,
            solution=typed.words("solution"),
            given=typed.compensation(),
            final_offer=typed.maybe("final_offer"),
            by=who().login,
            role=who().role,
        )

    return _do(case_id, "decide", work, done="decided")


@screen.post(f"{CASE}/ask")
@may("complaints")
def ask(case_id: int) -> BaseResponse:
    """Ask who may to approve what is beyond one's limits."""

    def work(db: Session, house: House, _: Complaint) -> None:
        ask_approval(
            db,
            house,
            case_id,
            solution=typed.words("solution"),
            given=typed.compensation(),
            final_offer=typed.maybe("final_offer"),
            who=who(),
        )

    return _do(case_id, "decide", work, done="asked")


@screen.post(f"{CASE}/decline")
@may("complaints")
def say_no(case_id: int) -> BaseResponse:
    """Say no to what a colleague asked for, with a reason."""

    def work(db: Session, house: House, _: Complaint) -> None:
        decline(db, house, case_id, why=typed.words("why"), who=who())

    return _do(case_id, "decline", work, done="declined")


@screen.post(f"{CASE}/done")
@may("complaints")
def finish(case_id: int) -> BaseResponse:
    """Note with proof that it is done; only now she is asked whether it is right."""

    def work(db: Session, house: House, _: Complaint) -> None:
        deciding.finish(db, house, case_id, proof=typed.words("proof"), by=who().login)

    return _do(case_id, "done", work, done="finished")


@screen.post(f"{CASE}/skip")
@may("complaints")
def skip(case_id: int) -> BaseResponse:
    """Leave a step out, with a reason."""

    def work(db: Session, house: House, _: Complaint) -> None:
        step, why = typed.step(), typed.words("reason")
        deciding.skip(db, house, case_id, step, reason=why, by=who().login, role=who().role)

    return _do(case_id, "skip", work, done="skipped")


@screen.post(f"{CASE}/cause")
@may("complaints")
def cause(case_id: int) -> BaseResponse:
    """Note what it comes from: the item, its batch, the store, a colleague."""

    def work(db: Session, _: House, complaint: Complaint) -> None:
        word = request.form.get("word", "")
        if word not in CAUSES:
            raise Refused("cause_unknown")
        note_cause(
            db,
            complaint,
            word=word,
            bought=typed.bought(db, complaint),
            batch=typed.short("batch"),
            store=typed.short("store"),
            staff=typed.short("staff"),
            by=who().login,
        )

    return _do(case_id, "cause", work, done="cause")


def _do(case_id: int, form: str, work: Deed, *, done: str) -> BaseResponse:
    """Do one thing in a case of hers, then show it; what was refused keeps what was typed."""
    bot = bot_of()

    def hers(db: Session) -> None:
        found_case(db, case_id)
        complaint = deciding.held(db, case_id)
        typed.check_round(complaint)
        work(db, House(bot.texts, bot.shops.read(db)), complaint)

    try:
        bot.database.run(hers)
    except Refused as refused:
        if not _is_done_already(refused):
            return _shown_again(case_id, form, refused)
    return redirect(url_for("console.cases.show", case_id=case_id, done=done))


def _is_done_already(refused: Refused) -> bool:
    """Say whether the same form came a second time: the first one did it."""
    field = SAME.get(refused.reason)
    is_hers = refused.values.get("by") == who().login
    return bool(field and is_hers and refused.values.get("what") == typed.maybe(field))


def _shown_again(case_id: int, form: str, refused: Refused) -> BaseResponse:
    """Show the case as it is now, with what she typed and why it was not done."""
    with bot_of().database.reading() as db:
        values = load_case(db, case_id)
    names = values["names"]
    people = {
        name: names.get(login, login)
        for name, login in refused.values.items()
        if name in ("by", "asked")
    }
    why = told(Refused(refused.reason, **{**refused.values, **people}))
    may_ask = form == "decide" and refused.reason in BEYOND
    failed = Failed(form, why, FIELDS.get(refused.reason, ""), may_ask)
    values |= {"failed": failed, "typed": request.form, "done": ""}
    shown = page("case.html", **values)
    return make_response(shown, STATUSES.get(refused.reason, 409))


def _write(db: Session, complaint: Complaint, words: str) -> None:
    """Write to her in her talk; raise Refused where no door is open."""
    hers = select(Conversation.id).where(Conversation.person_id == complaint.person_id)
    talk_id = db.scalar(hers)
    if talk_id is None:
        raise Refused("talk_left")
    write_to_her(db, bot_of().policy, talk_id, text=words, who=who())
