"""What a journey brings: who came back of those who were told, and of those it was kept from."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.analytics.proportions import Share, difference
from bot.outbox.models import Message
from bot.shop.appointments.models import Visit
from bot.shop.purchases.models import Purchase
from bot.texts import Line, line


@dataclass(frozen=True)
class Effect:
    """The shares of who bought or came within so many days, and the days they were told on."""

    journey: str
    days: int
    told: Share
    control: Share

    @property
    def is_enough(self) -> bool:
        return self.told.is_enough and self.control.is_enough

    def to_json(self) -> dict[str, Any]:
        """Return both groups, the difference in percentage points and its interval."""
        apart, low, high = (round(100 * each, 1) for each in difference(self.told, self.control))
        return {
            "journey": self.journey,
            "days": self.days,
            "told": {"people": self.told.people, "returned": self.told.did},
            "control": {"people": self.control.people, "returned": self.control.did},
            "difference": apart,
            "interval": [low, high],
            "enough": self.is_enough,
        }

    def tell(self) -> list[Line]:
        """Say it to people of the shop; where the numbers are small, that first."""
        found = self.to_json()
        low, high = found["interval"]
        said = [_group("told", self), _group("control", self)]
        if not self.is_enough:
            return [*said, line("story.effect_small", low=low, high=high)]
        word = "more" if low > 0 else "fewer" if high < 0 else "unsure"
        return [*said, line(f"story.effect_{word}", apart=found["difference"], low=low, high=high)]


def effect_of(db: Session, journey: str, first: date, last: date, *, days: int) -> Effect:
    """Compare who was told between two days, both included, with who was kept from it."""
    begins, ends = clock.at(first, time()), clock.at(last + timedelta(days=1), time())
    of_the_time = (Message.journey == journey) & Message.due.between(begins, ends)
    told = _since(of_the_time & Message.sent_at.is_not(None), Message.sent_at)
    control = _since(of_the_time & Message.in_control.is_(True), Message.look_at)
    within = timedelta(days=days)
    return Effect(journey, days, _share(db, told, within), _share(db, control, within))


def _since(which: ColumnElement[bool], at: Any) -> Select[Any]:
    """Select each person with the moment from which on her coming back counts."""
    first = func.min(at).label("since")
    return select(Message.person_id, first).where(which).group_by(Message.person_id)


def _share(db: Session, group: Select[Any], within: timedelta) -> Share:
    since: dict[int, datetime] = {row.person_id: row.since for row in db.execute(group)}
    ids = group.with_only_columns(Message.person_id)
    bought = select(Purchase.person_id, Purchase.at.label("at")).where(
        Purchase.person_id.in_(ids), Purchase.returned_fen < Purchase.total_fen
    )
    came = select(Visit.person_id, Visit.starts.label("at")).where(
        Visit.person_id.in_(ids), Visit.state == "kept"
    )
    back = {
        row.person_id
        for row in [*db.execute(bought), *db.execute(came)]
        if since[row.person_id] < row.at <= since[row.person_id] + within
    }
    return Share(len(since), len(back))


def _group(word: str, effect: Effect) -> Line:
    share = effect.told if word == "told" else effect.control
    part = f"{100 * share.part:.1f}"
    told = {"people": share.people, "returned": share.did, "part": part, "days": effect.days}
    return line(f"story.effect_of_{word}", **told)
