"""An import leaves half of its time to customers, as long as any write."""

import pytest

from bot import bulk, clock
from bot.dialogue.queries import somebody_writes
from tests.imports.conftest import Mover
from tests.people import Day, OpenShop


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Hear of every rest an import takes, in seconds; none is slept through."""
    taken: list[float] = []
    monkeypatch.setattr(bulk, "sleep", taken.append)
    return taken


def test_who_wrote_a_moment_ago_still_writes(shop: OpenShop, day: Day) -> None:
    def writes() -> bool:
        with shop.bot.database.reading() as db:
            return somebody_writes(db, clock.now())

    assert not writes()
    shop.phone().follows()
    assert writes()
    day.passes(seconds=15)
    assert not writes()


def test_an_import_rests_while_customers_write(
    shop: OpenShop, mover: Mover, day: Day, rests: list[float]
) -> None:
    shop.phone().follows()
    mover.sales("R1,2026-11-01,13800138000,298")
    assert len(rests) == 1
    assert rests[0] > 0


def test_an_import_at_night_hurries(
    shop: OpenShop, mover: Mover, day: Day, rests: list[float]
) -> None:
    shop.phone().follows()
    day.passes(minutes=1)
    mover.sales("R1,2026-11-01,13800138000,298")
    assert rests == []
