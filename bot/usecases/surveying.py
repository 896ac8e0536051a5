"""A survey from the question to what her answer leads to: thanks, a case, a gentle request."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.answers.complaints import complaint_ear
from bot.dialogue.asked import new_questions, open_surveys
from bot.outbox.actions import queue
from bot.outbox.models import Message
from bot.outbox.notices.actions import tell_staff
from bot.shop.appointments.models import Visit
from bot.shop.complaints.actions import keep, lead, set_deadline
from bot.shop.people.models import Person
from bot.shop.points.actions import earn_points
from bot.shop.points.rules import expiry
from bot.shop.purchases.models import Purchase
from bot.shop.stores.rules import Shop
from bot.shop.surveys.actions import keep_score, keep_words, make_survey, survey_of
from bot.shop.surveys.models import Survey
from bot.shop.surveys.rules import BEST
from bot.shop.tasks.actions import ask_people
from bot.shop.works.models import Work
from bot.texts import Line, Texts, line
from bot.usecases.complaining import hearing
from bot.usecases.complaining.people import hand_over
from bot.usecases.complaining.telling import House, look_again, speak

LASTS = timedelta(days=3)
ASKED_AT = time(11)
READ_WITHIN = timedelta(days=1)


class Subject(NamedTuple):
    """What she is asked about: its table and id, how it is called, who served her and where."""

    about: str
    id: int
    key: str
    what: str
    store: str | None
    guide: str | None


def bought(purchase: Purchase, what: str) -> Subject:
    """Return a purchase as something to ask about; a present is asked about as one."""
    key = "survey.ask_gift" if purchase.gift else "survey.ask_purchase"
    return Subject("purchase", purchase.id, key, what, purchase.store, purchase.guide)


def visited(visit: Visit, shop: Shop) -> Subject:
    """Return a visit that was kept as something to ask about."""
    service = shop.service(visit.service)
    known = shop.colleague(visit.specialist)
    what, guide = service.name if service else visit.service, known.login if known else None
    return Subject("visit", visit.id, "survey.ask_visit", what, visit.store, guide)


def made(work: Work) -> Subject:
    """Return a repair or an order that is done as something to ask about."""
    return Subject("work", work.id, "survey.ask_work", work.item, work.store, work.owner)


def ask(
    db: Session,
    person: Person,
    subject: Subject,
    *,
    due: datetime | None = None,
    not_after: datetime | None = None,
) -> bool:
    """Queue the question once for each subject; return whether it is new.

    A journey that asks about a purchase has the same key: whoever is first, she is asked once.
    Whatever door brings it, her next score or words are heard as the answer.
    """
    key, starts = f"survey:{subject.about}:{subject.id}", due or clock.now()
    where = {"store": subject.store, "guide": subject.guide}
    if not make_survey(db, person.id, subject.about, subject.id, key=key, **where):
        return False
    return queue(
        db,
        person.id,
        subject.key,
        {"what": subject.what, "store": subject.store, "guide": subject.guide},
        kind="survey",
        journey="survey",
        purpose="care",
        dedupe=key,
        due=starts,
        not_after=not_after or starts + LASTS,
    )


def when_asked(shop: Shop, today: date) -> tuple[datetime, datetime]:
    """Return until when what ended is asked about on a day, and at what hour she is asked."""
    ended_on = today - timedelta(days=shop.surveys.after_days)
    return clock.at(ended_on + timedelta(days=1), time()), clock.at(today, ASKED_AT)


def ask_about_visit(db: Session, visit_id: int, *, shop: Shop, due: datetime) -> bool:
    """Ask how she liked a visit; return whether it is new."""
    visit = db.get_one(Visit, visit_id)
    return ask(db, db.get_one(Person, visit.person_id), visited(visit, shop), due=due)


def ask_about_work(db: Session, work_id: int, *, due: datetime) -> bool:
    """Ask how she likes what was made or mended for her; return whether it is new."""
    work = db.get_one(Work, work_id)
    return ask(db, db.get_one(Person, work.person_id), made(work), due=due)


def _make(db: Session, message: Message) -> None:
    """Make the survey of a question that a journey asked: its subject is a purchase."""
    purchase = db.get(Purchase, message.subject_id) if message.subject_id else None
    store, guide = (purchase.store, purchase.guide) if purchase else (None, None)
    about, about_id = ("purchase", purchase.id) if purchase else ("said", None)
    where = {"store": store, "guide": guide}
    make_survey(db, message.person_id, about, about_id, key=message.dedupe, **where)


def is_told(db: Session, person: Person, key: str) -> Survey:
    """Make a survey of what she tells us unasked."""
    make_survey(db, person.id, "said", None, key=key, store=person.store, guide=person.guide)
    return survey_of(db, key)


def waiting_survey(db: Session, person_id: int, shop: Shop) -> Survey | None:
    """Return the question that waits for her answer, the newest."""
    since = clock.now() - timedelta(days=shop.surveys.listens_days)
    for message in db.scalars(new_questions(literal(person_id), since=since)).all():
        _make(db, message)
    waits = open_surveys(literal(person_id), since=since)
    return db.scalars(waits.order_by(Survey.id.desc()).limit(1)).one_or_none()


def is_scored(
    db: Session, person: Person, survey: Survey, score: int, *, words: str, shop: Shop
) -> None:
    """Keep her score, let her guide hear of it, give what an answer brings.

    `words` are what she said beside the score.
    """
    then = shop.surveys.next_question(score, told_why=bool(words or survey.words))
    keep_score(db, survey, score, words, then)
    today = clock.today()
    if shop.surveys.points:
        earn_points(
            db,
            person.id,
            shop.surveys.points,
            kind="survey",
            source=survey.key,
            about={},
            expires_on=expiry(today, shop.points.on(today).expire_months),
        )
    if shop.surveys.is_low(score):
        tell_staff(db, "notices.survey_low", dedupe=survey.key, person=person, store=survey.store)
    else:
        key = "notices.survey_best" if score == BEST else "notices.survey"
        tell_staff(db, key, dedupe=survey.key, person=person, to=survey.guide or person.guide)


def wants_call(db: Session, house: House, person: Person, survey: Survey, *, seed: int) -> Line:
    """Open a case with her words as evidence, for the manager to call; return what she is told."""
    told = line("tasks.survey_case", score=survey.score)
    heard = complaint_ear().hear(survey.words or house.texts.render(told))
    complaint = hearing.begin(db, house, person, heard, seed=seed)
    complaint.store = complaint.store or survey.store
    if complaint.rung == "guide":
        lead(db, complaint, "store_manager", house.shop)
        set_deadline(complaint, house.shop, step="explain")
        hand_over(db, house, complaint, "tasks.complaint", heard.words)
    for step in ("talk", "apologise"):
        keep(db, complaint, step, "answered", "")
    hearing.promise(db, complaint)
    look_again(complaint)
    survey.asks = None
    return speak(db, house, complaint, "survey.call_comes")


def needs_no_call(db: Session, texts: Texts, person: Person, survey: Survey) -> None:
    """Let it rest, with a task for who served her: her words are to be read all the same."""
    keep_words(db, survey, "", None)
    ask_people(
        db,
        kind="survey",
        dedupe=survey.key,
        person=person,
        why=texts.render(line("tasks.survey_low", score=survey.score)),
        words=survey.words or "",
        due=clock.now() + READ_WITHIN,
        staff=survey.guide,
    )


def asked_at(db: Session, surveys: list[Survey]) -> dict[str, datetime]:
    """Return when the questions left that have left, by key."""
    keys = [survey.key for survey in surveys]
    left = select(Message.dedupe, Message.sent_at).where(
        Message.dedupe.in_(keys), Message.sent_at.is_not(None)
    )
    return {key: at for key, at in db.execute(left) if at}
