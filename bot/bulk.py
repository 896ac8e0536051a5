"""Write many rows at once: COPY on PostgreSQL, one prepared statement on SQLite; in slices."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Column, Table, text
from sqlalchemy.orm import Session

from bot.db import Base, UtcDateTime

T = TypeVar("T")
R = TypeVar("R")
Row = Sequence[Any]

SLICE_SECONDS = 0.1  # a customer who writes meanwhile waits no longer than about that
FIRST_SLICE, SMALLEST, BIGGEST = 100, 10, 2000


def in_slices(items: Iterable[T], write: Callable[[list[T]], R]) -> Iterator[tuple[list[T], R]]:
    """Write items in transactions of about the same length, however fast the disk is.

    Give each slice with what came of it; items are drawn outside of the transactions.
    """
    size, waiting = FIRST_SLICE, iter(items)
    while taken := list(islice(waiting, size)):
        began = monotonic()
        done = write(taken)
        fitting = int(size * SLICE_SECONDS / (monotonic() - began))
        size = max(SMALLEST, min(fitting, size * 2, BIGGEST))
        yield taken, done


def write_rows(db: Session, model: type[Base], columns: str, rows: Iterable[Row]) -> None:
    """Insert rows, each with its values in the order of `columns`; nothing else is filled in.

    `columns` are names with spaces between them.
    """
    table = model.__table__
    assert isinstance(table, Table)
    connection = db.connection()
    wanted = columns.split()
    bound = _bound([table.c[name] for name in wanted], rows, connection.dialect)
    names = ", ".join(f'"{column}"' for column in wanted)
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in bound:
                copy.write_row(row)
        return
    blanks = ", ".join("?" * len(wanted))
    whole = list(bound)
    if whole:
        insert = f"INSERT INTO {table.name} ({names}) VALUES ({blanks})"  # noqa: S608 - our names
        connection.exec_driver_sql(insert, whole)


def new_ids(db: Session, model: type[Base], count: int) -> range | list[int]:
    """Reserve ids that nobody else gets, the smallest first."""
    table = model.__tablename__
    if db.get_bind().dialect.name == "postgresql":
        drawn = text("SELECT nextval(pg_get_serial_sequence(:t, 'id')) FROM generate_series(1, :n)")
        return sorted(db.scalars(drawn, {"t": table, "n": count}))
    last = db.scalar(text(f"SELECT max(id) FROM {table}")) or 0  # noqa: S608 - our own name
    return range(last + 1, last + 1 + count)


def _bound(
    columns: Sequence[Column[Any]], rows: Iterable[Row], dialect: Any
) -> Iterator[tuple[Any, ...]]:
    """Turn Python's values into the driver's, as the columns' types do for single rows."""
    binds = [(n, bind) for n, column in enumerate(columns) if (bind := _bind(column, dialect))]
    for row in rows:
        values = list(row)
        for place, bind in binds:
            values[place] = bind(values[place])
        yield tuple(values)


def _bind(column: Column[Any], dialect: Any) -> Callable[[Any], Any] | None:
    bind: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    if bind and isinstance(column.type, UtcDateTime):
        return lru_cache(bind)  # one moment stands in many rows
    return bind
