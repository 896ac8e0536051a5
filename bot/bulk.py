"""Read and write many rows at once, in slices: with arrays and COPY where the server has them."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from time import monotonic, sleep
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Table,
    any_,
    column,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import TypeEngine

from bot.db import Base, UtcDateTime

T = TypeVar("T")
R = TypeVar("R")
Row = Sequence[Any]

SLICE_SECONDS = 0.1  # a customer who writes meanwhile waits no longer than about that
FIRST_SLICE, SMALLEST, BIGGEST = 100, 10, 2000


def in_slices(
    items: Iterable[T],
    write: Callable[[list[T]], R],
    *,
    smallest: int = SMALLEST,
    rests: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[list[T], R]]:
    """Write items in transactions of about the same length, however fast the disk is.

    Give each slice with what came of it; items are drawn outside of the transactions. `smallest`
    keeps the price of the transaction itself from eating up the time on a busy machine. While
    `rests` says so, a pause as long as the slice follows it: others have work for the processor.
    """
    size, waiting = FIRST_SLICE, iter(items)
    while taken := list(islice(waiting, size)):
        began = monotonic()
        done = write(taken)
        seconds = monotonic() - began
        size = fitting(size, seconds, smallest=smallest)
        yield taken, done
        if rests():
            sleep(seconds)


def fitting(size: int, seconds: float, *, smallest: int = SMALLEST) -> int:
    """Return how many to write next, where so many took so long."""
    return max(smallest, min(int(size * SLICE_SECONDS / seconds), size * 2, BIGGEST))


def write_rows(db: Session, model: type[Base], columns: str, rows: Iterable[Row]) -> None:
    """Insert rows, each with its values in the order of `columns`; nothing else is filled in.

    `columns` are names with spaces between them.
    """
    table = model.__table__
    assert isinstance(table, Table)
    connection = db.connection()
    wanted = columns.split()
    bound = list(_bound([table.c[name] for name in wanted], rows, connection.dialect))
    if not bound:
        return
    names = ", ".join(f'"{column}"' for column in wanted)
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in bound:
                copy.write_row(row)
        return
    blanks = ", ".join("?" * len(wanted))
    insert = f"INSERT INTO {table.name} ({names}) VALUES ({blanks})"  # noqa: S608 - our names
    connection.exec_driver_sql(insert, bound)


# The sequence is looked up once, not for every number: OFFSET keeps it a query of its own.
_DRAWN = text(
    "SELECT nextval(its.name) FROM generate_series(1, :count),"
    " (SELECT pg_get_serial_sequence(:table, 'id')::regclass AS name OFFSET 0) AS its"
)


def new_ids(db: Session, model: type[Base], count: int) -> range | list[int]:
    """Reserve ids that nobody else gets, the smallest first."""
    if not count:
        return []
    table = model.__tablename__
    if _is_postgresql(db):
        return sorted(db.scalars(_DRAWN, {"table": table, "count": count}))
    last = db.scalar(text(f"SELECT max(id) FROM {table}")) or 0  # noqa: S608 - our own name
    return range(last + 1, last + 1 + count)


def among(
    db: Session, named: InstrumentedAttribute[Any], values: Iterable[Any]
) -> ColumnElement[bool]:
    """Say that a column holds one of these values; one parameter stands for all where it can."""
    if _is_postgresql(db):
        return named == any_(literal(list(values), ARRAY(named.type)))
    return named.in_(values)


def as_table(db: Session, rows: Sequence[Row], **types: TypeEngine[Any]) -> FromClause:
    """Return rows as something to join with; `types` are its columns, in the order of the values.

    Values are texts and whole numbers.
    """
    if _is_postgresql(db):
        columns = zip(*rows, strict=True) if rows else ([] for _ in types)
        arrays = (literal(list(c), ARRAY(t)) for c, t in zip(columns, types.values(), strict=True))
        named = [column(name, kind) for name, kind in types.items()]
        return func.unnest(*arrays).table_valued(*named).render_derived()
    each = func.json_each(literal(json.dumps([*map(list, rows)]))).table_valued("value")
    values = (
        func.json_extract(each.c.value, f"$[{place}]", type_=kind).label(name)
        for place, (name, kind) in enumerate(types.items())
    )
    return select(*values).select_from(each).subquery()


def _is_postgresql(db: Session) -> bool:
    return db.get_bind().dialect.name == "postgresql"


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
