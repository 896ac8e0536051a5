"""How a file is taken over: read to its end, then in slices, each whole or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Literal, TypeVar

from sqlalchemy.orm import Session

from bot import clock
from bot.bulk import in_slices
from bot.db import Database
from bot.dialogue.queries import somebody_writes
from bot.imports.parcels import Parcel, Reader
from bot.imports.refusals import Refusals
from bot.imports.tables import Table
from bot.imports.taking import take_over
from bot.imports.unfit import Unfit
from bot.texts import Texts

T = TypeVar("T")
Result = Literal["created", "updated", "known"] | Unfit
SMALLEST = 100  # receipts or members in one transaction
COUNTED = ("read", "created", "updated", "known", "refused")


@dataclass
class Import(Generic[T]):
    """One file on its way in. `tally` counts its rows; `rows` is how many there are."""

    database: Database
    texts: Texts
    file: Path
    table: Table
    reader: Reader[T]
    take: Callable[[Session, list[T]], list[Result]]
    finish: Callable[[], None]
    dry_run: bool
    tally: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    rows: int = 0

    def __post_init__(self) -> None:
        self.rows = self.reader.survey()

    def run(self) -> Iterator[int]:
        """Take the file over, and give after each slice how many of its rows are done.

        Raise Unusable where the refused rows can't be written, before anything is taken.
        """
        with Refusals(self.file, self.texts, self.table.titles) as refusals:
            waiting = self.reader.parcels(refusals.add)
            slices = in_slices(waiting, self._write, smallest=SMALLEST, rests=self._is_beside_chat)
            for parcels, results in slices:
                for parcel, result in zip(parcels, results, strict=True):
                    self._count(parcel, result, refusals)
                yield self._settle(refusals)
            yield self._settle(refusals)
        if not self.dry_run:
            self.finish()

    def _write(self, parcels: list[Parcel[T]]) -> list[Result]:
        things = [each.thing for each in parcels if each.thing is not None]
        done: list[Result] = []
        if things:
            done = take_over(self.database, self.take, things, dry_run=self.dry_run)
        results = iter(done)
        return [next(results) if each.thing is not None else "known" for each in parcels]

    def _is_beside_chat(self) -> bool:
        with self.database.reading() as db:
            return somebody_writes(db, clock.now())

    def _count(self, parcel: Parcel[T], result: Result, refusals: Refusals) -> None:
        if isinstance(result, Unfit):
            for row in parcel.rows:
                refusals.add(row, result.why)
            return
        self.tally["known"] += parcel.repeats
        self.tally[result] += len(parcel.rows) - parcel.repeats

    def _settle(self, refusals: Refusals) -> int:
        before, self.tally["refused"] = self.tally["read"], refusals.count
        self.tally["read"] = sum(self.tally[name] for name in COUNTED[1:])
        return self.tally["read"] - before
