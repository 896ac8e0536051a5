"""What is taken over in one piece, with the rows it came from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.imports.tables import Row
from bot.texts import Line

T = TypeVar("T")
Refuse = Callable[[Row, Line], None]


@dataclass(frozen=True)
class Parcel(Generic[T]):
    """A member or a receipt; `thing` is None where all its rows repeat earlier ones."""

    rows: Sequence[Row]
    thing: T | None
    repeats: int


class Reader(Protocol[T]):
    """Makes parcels of a table's rows."""

    def survey(self) -> int: ...

    def parcels(self, refuse: Refuse) -> Iterator[Parcel[T]]: ...
