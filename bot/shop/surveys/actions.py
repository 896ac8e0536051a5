"""Ask once, keep the score and her words, let a question rest."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import insert_once
from bot.shop.events.actions import note
from bot.shop.surveys.models import Survey
from bot.shop.surveys.rules import Next

WORDS_KEPT = 2000


def make_survey(
    db: Session,
    person_id: int,
    about: str,
    about_id: int | None,
    *,
    key: str,
    store: str | None,
    guide: str | None,
) -> bool:
    """Write a question once per `key`; return whether it is new."""
    return insert_once(
        db,
        Survey,
        person_id=person_id,
        key=key,
        about=about,
        about_id=about_id,
        store=store,
        guide=guide,
        asks="score",
        made_at=clock.now(),
    )


def survey_of(db: Session, key: str) -> Survey:
    """Return the survey with a key."""
    return db.scalars(select(Survey).where(Survey.key == key)).one()


def keep_score(db: Session, survey: Survey, score: int, words: str, then: Next) -> None:
    """Keep her score, once, with what she said beside it; older questions are asked no more."""
    survey.score, survey.answered_at = score, clock.now()
    keep_words(db, survey, words, then)
    older = (Survey.person_id == survey.person_id) & (Survey.id < survey.id)
    db.execute(update(Survey).where(older, Survey.asks.is_not(None)).values(asks=None))
    note(db, "answered_survey", person_id=survey.person_id, actor="customer", survey=survey.id)


def keep_words(db: Session, survey: Survey, words: str, then: Next) -> None:
    """Keep what she said, and what she is asked next."""
    said = "\n".join(filter(None, [survey.words, words]))
    survey.words, survey.asks = said[:WORDS_KEPT] or None, then
    survey.answered_at = survey.answered_at or clock.now()
    db.flush()


def forget_surveys(db: Session, person_id: int) -> None:
    """Keep the scores of who left, and no word of hers."""
    hers = update(Survey).where(Survey.person_id == person_id)
    db.execute(hers.values(words=None, asks=None))
