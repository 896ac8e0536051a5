"""Whose customer she is, as the shop's file rules it, and who could follow a leaver: pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pydantic import Field, model_validator

from bot.shop.stores.parts import Part


class Owning(Part):
    """How a customer comes to a guide, keeps her, and falls back to the people of her store.

    `service`: who serves her has her, the `first` one for good, or the `last` one once the one
    before has not served her for `protected_days`. The pool are a store's customers without a
    guide: `anyone` of the store gets them by serving them or by asking for them, or the `manager`
    gives them. Who was not served for `pool_days` falls to the pool (0: never), and so does who is
    left with a colleague that has been gone for `leaver_days`.
    """

    scan: bool = True
    service: Literal["first", "last", "never"] = "first"
    protected_days: int = Field(90, ge=0, le=3650)
    pool: Literal["anyone", "manager"] = "anyone"
    pool_days: int = Field(0, ge=0, le=3650)
    leaver_days: int = Field(14, ge=1, le=365)
    greetings_a_day: int = Field(5, ge=0, le=50)
    undo_days: int = Field(7, ge=1, le=30)

    @model_validator(mode="after")
    def _protects_before_it_pools(self) -> "Owning":
        if 0 < self.pool_days <= self.protected_days:
            raise ValueError("pool_days must be more than protected_days, or 0 for never")
        return self


@dataclass(frozen=True)
class Kept:
    """How she stands: who looks after her and works here, since when, or that the store does."""

    guide: str | None
    since: datetime
    works: bool = True
    pooled: bool = False


@dataclass(frozen=True)
class Met:
    """That a colleague met her: by a scan of her own code, or by serving her."""

    how: Literal["scan", "service"]
    guide: str
    at: datetime
    works: bool = True


def why_hers(rule: Owning, kept: Kept, met: Met) -> str | None:
    """Return why she belongs from now on to whom she met; None where all stays as it is."""
    counts = rule.scan if met.how == "scan" else rule.service != "never"
    if not counts or kept.guide == met.guide:
        return None
    if kept.guide is None:
        if kept.pooled:
            return "from_pool" if rule.pool == "anyone" else None
        return f"first_{met.how}"
    if not kept.works:
        return "guide_left"
    if met.how == "scan" or rule.service != "last" or not met.works:
        return None
    return "last_service" if met.at >= kept.since + timedelta(days=rule.protected_days) else None


def why_pooled(rule: Owning, kept: Kept, now: datetime, *, left_at: datetime | None) -> str | None:
    """Return why her guide has her no longer and the people of her store do; None: she stays."""
    if kept.guide is None:
        return None
    if left_at is not None:
        return "left" if now >= left_at + timedelta(days=rule.leaver_days) else None
    is_idle = rule.pool_days and now >= kept.since + timedelta(days=rule.pool_days)
    return "idle" if is_idle else None


def proposed(
    ids: Iterable[int],
    mates: Sequence[str],
    *,
    served_by: Mapping[int, str],
    loads: Mapping[str, int],
) -> dict[int, str | None]:
    """Return who could follow for each customer: who served her last, else who has the fewest.

    Nobody follows where there are no mates: she is the store's then.
    """
    carried = Counter({mate: loads.get(mate, 0) for mate in mates})
    found: dict[int, str | None] = {}
    for person_id in ids:
        known = served_by.get(person_id)
        heir = known if known in mates else min(mates, key=lambda mate: carried[mate], default=None)
        if heir:
            carried[heir] += 1
        found[person_id] = heir
    return found
