"""Both servers, emptied between tests, and somebody who moves a shop in."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.imports import import_members, import_purchases
from bot.imports.course import Import
from tests.emptied import emptied  # noqa: F401
from tests.people import OpenShop
from tests.shop.till import Till

FILES = Path(__file__).parent.parent / "fixtures" / "imports"
Tally = dict[str, int]


@dataclass(frozen=True)
class Mover:
    """Moves a shop in: writes files as other systems do, and imports them."""

    shop: OpenShop
    folder: Path

    def members(self, *rows: str, header: str = "姓名,手机号", dry_run: bool = False) -> Tally:
        """Import a members' file of these rows."""
        file = self._written("members.csv", header, rows)
        return ran(import_members(self.shop.bot, file, dry_run=dry_run))

    def sales(self, *rows: str, header: str = "小票号,日期,手机号,金额") -> Tally:
        """Import a sales file of these rows."""
        return ran(import_purchases(self.shop.bot, self._written("sales.csv", header, rows)))

    def refused(self, name: str) -> list[str]:
        """Return the lines of the refused rows of the last file."""
        file = self.folder / f"{name}.csv.refused.csv"
        return file.read_text(encoding="utf-8-sig").splitlines()[1:] if file.exists() else []

    def _written(self, name: str, header: str, rows: tuple[str, ...]) -> Path:
        file = self.folder / name
        file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return file


def ran(work: Import[Any]) -> Tally:
    """Run an import to its end; return its tally."""
    assert sum(work.run()) == work.tally["read"] == work.rows
    return work.tally


@pytest.fixture
def mover(shop: OpenShop, tmp_path: Path) -> Mover:
    return Mover(shop, tmp_path)


@pytest.fixture
def till(shop: OpenShop) -> Till:
    """The till of the test's shop."""
    return Till(shop)
