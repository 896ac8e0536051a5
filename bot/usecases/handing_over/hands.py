"""Who hands over to whom, and who leads the store meanwhile: read once for a press."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.shop.complaints.rules import RUNGS
from bot.shop.staff.models import Staff
from bot.shop.staff.queries import Worker, who_leads, workers
from bot.shop.stores.rules import Shop
from bot.texts import Rendered, Texts, line

LEADERS = RUNGS[1:]
LONGEST_PRESS = 120  # characters that are kept of a form's own key and who sent it


@dataclass(frozen=True)
class Hands:
    """One press: from whom, by whom, and who works here besides; `giver` is None for the pool."""

    db: Session
    texts: Texts
    shop: Shop
    giver: str | None
    store: str | None
    by: str
    press: str
    people: Sequence[Worker]

    @property
    def manager(self) -> str | None:
        """Return who gets what belongs to no customer that is handed over."""
        found = who_leads(self.people, LEADERS, self.store)
        return found.login if found else None

    @property
    def served_as(self) -> tuple[str, ...]:
        """Return the names under which customers have booked the giver."""
        return tuple(each.name for each in self.shop.specialists if each.login == self.giver)

    def name(self, login: str | None) -> str:
        """Return how a colleague is called."""
        known = self.db.get(Staff, login) if login else None
        in_file = self.shop.colleague(login) if login else None
        found = known or in_file
        return found.name if found else login or self.says("owning.nobody")

    def says(self, key: str, **values: object) -> Rendered:
        """Return a sentence of `content/`."""
        return self.texts.render(line(key, **values))


def hands_of(
    db: Session,
    texts: Texts,
    shop: Shop,
    giver: str | None,
    *,
    by: str,
    press: str,
    store: str | None = None,
) -> Hands:
    """Return what a press needs to know: the giver's store, and who works here but for her."""
    staff = db.get(Staff, giver) if giver else None
    others = [one for one in workers(db, shop) if one.login != giver]
    store = staff.store if staff else store
    return Hands(db, texts, shop, giver, store, by, press[:LONGEST_PRESS], others)


def mates(people: Sequence[Worker], store: str | None) -> list[Worker]:
    """Return who could follow: the people of the store, else everybody who serves customers."""
    serve = [one for one in people if one.role in ("guide", "store_manager")]
    here = [one for one in serve if store and one.store == store]
    guides = [one for one in here if one.role == "guide"]
    return guides or here or serve
