"""Take on a work, move it on, promise a day, keep photos of it."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.db import insert_once
from bot.shop.events.actions import note
from bot.shop.events.queries import last_about
from bot.shop.media.actions import drop_photos, take_photo
from bot.shop.refusal import Refused
from bot.shop.works.models import PUT_BACK, Work
from bot.shop.works.rules import courses

MOST_PHOTOS = 20
BACK_WITHIN = timedelta(minutes=2)


def begin_work(db: Session, work: Work, *, by: str) -> Work | None:
    """Take on a work at its first stage; None where the shop's number is known already."""
    now = clock.now()
    work.stage, work.began_at, work.moved_at = courses()[work.kind].stages[0], now, now
    if work.number:
        kept = {name: value for name, value in vars(work).items() if not name.startswith("_")}
        if not insert_once(db, Work, **kept):
            return None
        work = work_numbered(db, work.number)
    else:
        db.add(work)
        db.flush()
        db.refresh(work)  # with what the database fills in
    note(db, "began_work", person_id=work.person_id, actor=by, work=work.id, stage=work.stage)
    return work


def work_numbered(db: Session, number: str) -> Work:
    """Return the work with the shop's number."""
    return db.scalars(select(Work).where(Work.number == number)).one()


def move_work(db: Session, work: Work, stage: str, *, by: str) -> bool:
    """Move a work on; return whether it moved, and raise Refused where it can't go there."""
    if work.stage == PUT_BACK:
        raise Refused("work_put_back")
    course = courses()[work.kind]
    if not course.may_move(work.stage, stage):
        return False
    was = {"before": work.stage, "since": work.moved_at.isoformat()}
    work.stage, work.moved_at = stage, clock.now()
    if stage == course.stages[-1]:
        work.done_at = work.moved_at
    db.flush()
    note(db, "moved_work", person_id=work.person_id, actor=by, work=work.id, stage=stage, **was)
    return True


def move_back(db: Session, work: Work, *, by: str) -> bool:
    """Undo a move that was a slip; return whether it was undone now.

    Raise Refused unless who moved it says so at once.
    """
    last = last_about(db, work.person_id, ("moved_work", "moved_work_back"), work=work.id)
    if last and last.verb == "moved_work_back":
        return False
    if last is None or last.actor != by or last.at <= clock.now() - BACK_WITHIN:
        raise Refused("work_settled")
    work.stage, work.moved_at = last.detail["before"], datetime.fromisoformat(last.detail["since"])
    work.done_at = None
    db.flush()
    note(db, "moved_work_back", person_id=work.person_id, actor=by, work=work.id)
    return True


def put_back_work(db: Session, work: Work, *, by: str) -> bool:
    """Undo that a work was taken in; return whether it was undone now.

    Its photos go with it: they may show a thing that is not hers. Raise Refused unless who took
    it in says so at once, and nothing has become of it since.
    """
    if work.stage == PUT_BACK:
        return False
    began = last_about(db, work.person_id, ("began_work",), work=work.id)
    promised = last_about(db, work.person_id, ("promised_work",), work=work.id)
    if work.stage != courses()[work.kind].stages[0] or promised:
        raise Refused("work_went_on")
    if began is None or began.actor != by or began.at <= clock.now() - BACK_WITHIN:
        raise Refused("work_kept")
    drop_photos(db, work.photos)
    work.stage, work.photos = PUT_BACK, []
    work.done_at = work.moved_at = clock.now()
    db.flush()
    note(db, "put_back_work", person_id=work.person_id, actor=by, work=work.id)
    return True


def promise_day(db: Session, work: Work, day: date, *, by: str, why: str) -> bool:
    """Set the day by which it is promised; raise Refused where it is over, or the day past."""
    if work.done_at:
        raise Refused("work_done")
    if day < clock.today():
        raise Refused("work_day_past")
    if work.promised == day:
        return False
    work.promised = day
    db.flush()
    note(db, "promised_work", person_id=work.person_id, actor=by, work=work.id, why=why)
    return True


def attach_photo(db: Session, work: Work, content: bytes, *, by: str) -> int:
    """Keep a photo of a held work, such as how a ring looked when it was taken in; return its id.

    The same photo twice is one. Raise Refused where it is none, or there are enough of them.
    """
    if work.stage == PUT_BACK:
        raise Refused("work_put_back")
    key = f"work:{work.id}:{sha256(content).hexdigest()}"
    photo = take_photo(db, content, key=key, person_id=work.person_id, now=clock.now())
    if photo in work.photos:
        return photo
    if len(work.photos) >= MOST_PHOTOS:
        raise Refused("work_photos_full", most=MOST_PHOTOS)
    work.photos = [*work.photos, photo]
    db.flush()
    note(db, "photographed_work", person_id=work.person_id, actor=by, work=work.id, media=photo)
    return photo
