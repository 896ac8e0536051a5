"""Tell people of the shop that something waits for them; the notice leaves by itself."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import literal, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import insert_once
from bot.outbox.actions import queue
from bot.outbox.notices.models import Notice
from bot.outbox.notices.queries import person_behind, who_hears
from bot.shop.people.models import Person

LASTS = timedelta(hours=12)
NEARBY = ("guide", "store_manager")


def tell_staff(
    db: Session,
    key: str,
    *,
    dedupe: str,
    person: Person | None,
    roles: Collection[str] = NEARBY,
    store: str | None = None,
    to: str | None = None,
    **values: str,
) -> bool:
    """Tell the work group's robot and the colleagues concerned, once per `dedupe`.

    `key` names a text of `content/notices.toml`; her name is at hand in it as `{customer}`.
    `values` hold nothing else about her: a notice leaves the house. Those concerned are her guide,
    and who has one of the `roles` in `store` (hers by default) or for all stores; with `to` it is
    this colleague alone.
    """
    params = {**values, "customer": person.name if person else None}
    what = _Told(key, params, person.id if person else None)
    if not _write(db, what, dedupe=f"{dedupe}:robot", door="robot"):
        return False
    for colleague in who_hears(db, person, roles=roles, store=store, to=to):
        own = f"{dedupe}:{colleague.login}"
        if colleague.email:
            _write(db, what, dedupe=own, door="mail", staff=colleague.login)
        if colleague.openid and (behind := person_behind(db, colleague.openid)):
            # it goes if her window is open, else not; without a name, for it is kept with her talk
            told = {**params, "customer": None}
            queue(db, behind, key, told, kind="notice", purpose="staff", dedupe=own)
    return True


def forget_notices(db: Session, person_ids: list[int], *, why: str) -> None:
    """Take back the notices about somebody that were not sent, and keep no name in the others."""
    hers = Notice.person_id.in_(person_ids)
    unsent = (Notice.state == "planned") & Notice.claimed_until.is_(None)
    db.execute(update(Notice).where(hers, unsent).values(state="skipped", reason=why))
    blank = update(Notice).where(hers).values(params={}, not_after=clock.now())
    db.execute(blank.values(dedupe=literal("forgotten:").concat(Notice.id)))


class _Told(NamedTuple):
    """What is told, and about whom."""

    key: str
    params: dict[str, Any]
    person_id: int | None


def _write(db: Session, what: _Told, *, dedupe: str, door: str, staff: str | None = None) -> bool:
    now = clock.now()
    return insert_once(
        db,
        Notice,
        dedupe=dedupe,
        person_id=what.person_id,
        door=door,
        staff=staff,
        key=what.key,
        params=what.params,
        not_after=now + LASTS,
        look_at=now,
        state="planned",
        attempts=0,
        created_at=now,
    )
