"""Moving house: every row of one database goes into another, empty one, on whichever server.

All of it or nothing: what is cut off half-way has left the new database empty.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, func, select, text

from bot import clock
from bot.db import Base, Lease, ShopState
from bot.usecases import tables as _every_table  # noqa: F401 - it puts every table in the metadata

SLICE = 500
Row = dict[str, Any]
Tell = Callable[[int], None]


class CannotMove(Exception):
    """One of the two databases is not as it must be; the text says which and why."""


def row_count(source: Engine) -> int:
    """Return how many rows there are to copy."""
    with _reading(source) as old:
        return sum(_count(old, table) for table in Base.metadata.sorted_tables)


def copy_all(source: Engine, target: Engine, tell: Tell) -> int:
    """Copy all rows into a migrated database that holds none yet; return how many.

    `tell` hears the number of each slice. Raise CannotMove where the shop still runs, the new
    database holds anything, or afterwards not as much as the old one.
    """
    tables = Base.metadata.sorted_tables
    with _reading(source) as old, target.begin() as new:
        _must_rest(old)
        _must_be_empty(new)
        for table in tables:
            _copy(old, new, table, tell)
        _go_on_counting(new)
        counts = {table.name: (_count(old, table), _count(new, table)) for table in tables}
        differ = [name for name, (before, after) in counts.items() if before != after]
        if differ:
            raise CannotMove(f"not everything has arrived in {', '.join(differ)}; nothing is kept")
    return sum(after for _, after in counts.values())


def _reading(source: Engine) -> Connection:
    return source.execution_options(reading=True).connect()


def _must_rest(old: Connection) -> None:
    held = select(Lease.holder).where(Lease.until > clock.real_now())
    if holder := old.execute(held).scalar():
        raise CannotMove(f"the shop still runs ({holder}): stop it first")


def _must_be_empty(new: Connection) -> None:
    """Take away the one row that migrating wrote; anything else belongs to somebody."""
    new.execute(ShopState.__table__.delete())  # type: ignore[attr-defined]
    full = [table.name for table in Base.metadata.sorted_tables if _count(new, table)]
    if full:
        raise CannotMove(f"the new database is not empty: it has rows in {', '.join(full)}")


def _copy(old: Connection, new: Connection, table: Table, tell: Tell) -> None:
    """Copy one table; what points at rows of the same table is set when all are there."""
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    later: list[Row] = []
    for rows in _slices(old, table):
        later += [_pointing(row, own) for row in rows if any(row[name] for name in own)]
        new.execute(table.insert(), [row | dict.fromkeys(own) for row in rows])
        tell(len(rows))
    if later:
        pointing = table.update().where(table.c.id == bindparam("row"))
        new.execute(pointing.values({name: bindparam(f"to_{name}") for name in own}), later)


def _pointing(row: Row, own: list[str]) -> Row:
    return {"row": row["id"], **{f"to_{name}": row[name] for name in own}}


def _slices(old: Connection, table: Table) -> Iterator[list[Row]]:
    in_order = select(table).order_by(*table.primary_key).execution_options(yield_per=SLICE)
    for rows in old.execute(in_order).mappings().partitions():
        yield [dict(row) for row in rows]


def _go_on_counting(new: Connection) -> None:
    """Let PostgreSQL give new rows numbers that no copied row has; SQLite does so by itself."""
    if new.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        last = new.execute(select(func.max(table.c.id))).scalar() if "id" in table.c else None
        if last:
            after = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
            new.execute(after, {"name": table.name, "last": last})


def _count(link: Connection, table: Table) -> int:
    return link.execute(select(func.count()).select_from(table)).scalar_one()
