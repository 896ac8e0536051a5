"""Complaints: what stands in a case, and what people note, decide, do and leave out."""

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, RootModel
from sqlalchemy.orm import Session

from bot.shop.complaints.board import sees_case
from bot.shop.complaints.models import Complaint, Evidence
from bot.shop.complaints.queries import complaints_page, histories, proved
from bot.shop.complaints.rules import RUNGS, STEPS, Compensation, number_of
from bot.shop.people.models import Person
from bot.shop.refusal import Refused
from bot.shop.staff.rules import Actor
from bot.texts import Texts, line
from bot.usecases.complaining import deciding
from bot.usecases.complaining.telling import House, draft
from bot.web.api.actors import acting
from bot.web.api.fields import Id, Maybe, Note, ShownMoment, Word
from bot.web.api.shapes import Answer, Body, ListQuestion, Page, page_of
from bot.wiring import Bot

MOST_AT_ONCE = 20
_YUAN = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?")
StepNumber = Annotated[int, Field(ge=1, le=len(STEPS))]


class Entry(Answer):
    """One line of a case's history."""

    at: ShownMoment
    step: int
    who: str
    what: str


class Case(Answer):
    """A case: the first step without its evidence, who leads it, by when, and all that happened.

    `draft` is a restatement to read to her, or to send.
    """

    id: int
    member: int
    status: Literal["open", "closed"]
    step: int
    step_name: str
    kind: str
    severity: Literal["mild", "serious", "grave"]
    store: str | None
    owner: str | None
    deadline: ShownMoment | None
    wish: str | None
    draft: str
    history: list[Entry]


class WhichCases(ListQuestion):
    """Hers, or all; open or closed ones, or both."""

    member: Maybe[Id] = None
    openid: Maybe[Word] = None
    status: Literal["open", "closed"] | None = None


class Proof(Body):
    """What somebody notes under a step: a call, a restatement, a plan."""

    step: StepNumber
    what: Note
    by: Maybe[Word] = None


class Proofs(
    RootModel[Proof | Annotated[list[Proof], Field(min_length=1, max_length=MOST_AT_ONCE)]]
):
    """One piece of evidence, or several: one call may fulfil several steps."""

    def all(self) -> list[Proof]:
        return self.root if isinstance(self.root, list) else [self.root]


class Given(Body):
    """What is given for the harm: points, a coupon (in yuan, or by its name), a gift."""

    points: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    coupon: Maybe[Word] = None
    gift: Maybe[Word] = None

    def compensation(self) -> Compensation:
        coupon = self.coupon or ""
        fen = int(Decimal(coupon) * 100) if _YUAN.fullmatch(coupon) else 0
        return Compensation(self.points or 0, fen, "" if fen else coupon, self.gift or "")


class Verdict(Body):
    """How it is solved; `final_offer` is at hand where that does not satisfy her."""

    solution: Note
    compensation: Given | None = None
    final_offer: Maybe[Note] = None
    by: Maybe[Word] = None


class Finished(Body):
    """What proves that it is done: a refund's number, a parcel's, a photo."""

    proof: Note
    by: Maybe[Word] = None


class LeftOut(Body):
    """A step that is left out, and why."""

    step: StepNumber
    reason: Note
    by: Maybe[Word] = None


def find(bot: Bot, question: WhichCases) -> Page[Case]:
    """Find cases, newest first."""
    with bot.database.reading() as db:
        found = complaints_page(
            db,
            person_id=question.member,
            openid=question.openid,
            status=question.status,
            before=question.cursor,
            limit=question.limit + 1,
        )
        house = _house(bot, db)
        entries = histories(db, found)
        return page_of(
            found,
            question,
            show=lambda case: _shown(db, house, case, entries[case.id]),
            position=lambda case: case.id,
        )


def show(bot: Bot, complaint_id: int) -> Case:
    """Show one case with its whole history."""
    with bot.database.reading() as db:
        found = db.get(Complaint, complaint_id)
        if found is None:
            raise Refused("complaint_unknown")
        return _case(db, _house(bot, db), found)


def note(bot: Bot, complaint_id: int, body: Proofs) -> Case:
    """Note evidence, one piece or several.

    409 where it is too early. Her answer to the result (step 8) or to the follow-up (step 9) has
    its effects; her words noted in a closed case (step 1) open it again.
    """

    def work(db: Session) -> Case:
        house = _house(bot, db)
        for each in body.all():
            noted = [deciding.Noted(STEPS[each.step - 1], each.what)]
            who = _colleague(db, complaint_id, each.by)
            case = deciding.note(db, house, complaint_id, noted, by=who.login)
        return _case(db, house, case)

    return bot.database.run(work)


def decide(bot: Bot, complaint_id: int, body: Verdict) -> Case:
    """Decide how it is solved; she is told at once, and points for the harm are hers.

    403 beyond what the role may give; 409 before steps 1 to 5, or where somebody was first.
    """

    def work(db: Session) -> Case:
        house, who = _house(bot, db), _colleague(db, complaint_id, body.by)
        given = body.compensation.compensation() if body.compensation else Compensation()
        case = deciding.decide(
            db,
            house,
            complaint_id,
            solution=body.solution,
            given=given,
            final_offer=body.final_offer,
            by=who.login,
            role=who.role,
        )
        return _case(db, house, case)

    return bot.database.run(work)


def finish(bot: Bot, complaint_id: int, body: Finished) -> Case:
    """Note with proof that it is done; only then she is asked whether it is right."""

    def work(db: Session) -> Case:
        house, by = _house(bot, db), _colleague(db, complaint_id, body.by).login
        return _case(db, house, deciding.finish(db, house, complaint_id, proof=body.proof, by=by))

    return bot.database.run(work)


def skip(bot: Bot, complaint_id: int, body: LeftOut) -> Case:
    """Leave a step out, with a name and a reason; 409 where that is not allowed."""

    def work(db: Session) -> Case:
        house, who = _house(bot, db), _colleague(db, complaint_id, body.by)
        step = STEPS[body.step - 1]
        case = deciding.skip(
            db, house, complaint_id, step, reason=body.reason, by=who.login, role=who.role
        )
        return _case(db, house, case)

    return bot.database.run(work)


def _colleague(db: Session, complaint_id: int, by: str | None) -> Actor:
    """Return who acts; who keeps the programs running, or another store's, has no say in a case."""
    who, case = acting(db, by), db.get(Complaint, complaint_id)
    if who.role not in RUNGS:
        raise Refused("complaint_role")
    if case and not sees_case(who, case, db.get_one(Person, case.person_id)):
        raise Refused("complaint_store")
    return who


def _house(bot: Bot, db: Session) -> House:
    return House(bot.texts, bot.shops.read(db))


def _case(db: Session, house: House, complaint: Complaint) -> Case:
    db.flush()
    return _shown(db, house, complaint, histories(db, [complaint])[complaint.id])


def _shown(db: Session, house: House, complaint: Complaint, entries: list[Evidence]) -> Case:
    step = STEPS[-1] if complaint.status == "closed" else proved(db, complaint).step
    return Case(
        id=complaint.id,
        member=complaint.person_id,
        status="closed" if complaint.status == "closed" else "open",
        step=number_of(step),
        step_name=step,
        kind=complaint.kind,
        severity=complaint.severity,
        store=complaint.store,
        owner=complaint.owner,
        deadline=complaint.deadline,
        wish=complaint.about.get("wish"),
        draft=draft(db, house, complaint),
        history=[_entry(house.texts, entry) for entry in entries],
    )


def _entry(texts: Texts, entry: Evidence) -> Entry:
    did = texts.render(line(f"steps.did_{entry.word}"))
    what = f"{did}：{entry.what}" if entry.what else did
    return Entry(at=entry.at, step=number_of(entry.step), who=entry.who, what=what)


DEEDS = (
    ("evidence", note, Proofs),
    ("decision", decide, Verdict),
    ("done", finish, Finished),
    ("skip", skip, LeftOut),
)
