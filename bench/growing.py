"""A big shop out of a small one: copies of its customers with all that is kept about them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    String,
    Table,
    UniqueConstraint,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import configure_mappers

from bot.db import Base

COPY = "__"  # between a text that is unique and the number of its copy
MARK = 6  # signs of it give way to that


def grow(engine: Engine, copies: int) -> None:
    """Add so many copies of every customer; the ids and unique texts of each copy are its own."""
    configure_mappers()
    with engine.connect() as link:
        strides = {table: _last_id(link, table) for table in _about_people()}
    for copy in range(1, copies + 1):
        with engine.begin() as link:
            for table in strides:
                link.execute(_copied(table, copy, strides))
    if engine.dialect.name == "postgresql":  # as its autovacuum does by and by
        with engine.begin() as link:
            for table in strides:
                _move_sequence(link, table)
        with engine.connect() as link:
            link.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def _about_people() -> list[Table]:
    """Return the tables that name a person, or what names one; who is named comes first."""
    found = {"person"}
    for table in Base.metadata.sorted_tables:
        if any(key.column.table.name in found for key in table.foreign_keys):
            found.add(table.name)
    return [table for table in Base.metadata.sorted_tables if table.name in found]


def _last_id(link: Connection, table: Table) -> int:
    return link.scalar(select(func.max(table.c.id))) or 0 if "id" in table.c else 0


def _copied(table: Table, copy: int, strides: dict[Table, int]) -> Any:
    first = select(*(_value(column, copy, strides) for column in table.c))
    if "id" in table.c:
        first = first.where(table.c.id <= strides[table])
    else:
        (owner, stride), *_ = _moved(table, strides).items()
        first = first.where(owner <= stride)
    return insert(table).from_select(list(table.c.keys()), first, include_defaults=False)


def _value(column: Column[Any], copy: int, strides: dict[Table, int]) -> ColumnElement[Any]:
    moved = _moved(column.table, strides)
    if column in moved:
        return column + literal(moved[column] * copy)
    if column in _texts_of_their_own(column.table, moved):
        kept = func.substr(column, 1, (getattr(column.type, "length", None) or MARK) - MARK)
        return kept.concat(f"{COPY}{copy}")
    return column


def _moved(table: Table, strides: dict[Table, int]) -> dict[Column[Any], int]:
    """Return the columns that hold an id, each with how far the ids of a copy are away."""
    found = {table.c.id: strides[table]} if "id" in table.c else {}
    for key in table.foreign_keys:
        if key.column.table in strides and key.column.name == "id":
            found[key.parent] = strides[key.column.table]
        elif key.column.table in strides:  # a key that is itself somebody's id
            found[key.parent] = max(_moved(key.column.table, strides).values())
    return found


def _texts_of_their_own(table: Table, moved: dict[Column[Any], int]) -> Iterator[Column[Any]]:
    """Return a text of each unique key that has no id in it."""
    keys = [list(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)]
    keys += [
        list(each.columns) for each in table.indexes if isinstance(each, Index) and each.unique
    ]
    keys += [list(table.primary_key.columns)]
    for key in keys:
        if not any(column in moved for column in key):
            yield from [column for column in key if isinstance(column.type, String)][-1:]


def _move_sequence(link: Connection, table: Table) -> None:
    if "id" in table.c:
        draw = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM"
        link.execute(text(f"{draw} {table.name} HAVING max(id) IS NOT NULL"))
