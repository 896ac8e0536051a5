"""Take things over in one transaction; one that stands in the way is left out alone."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from bot.db import Database
from bot.imports.unfit import Unfit

T = TypeVar("T")
R = TypeVar("R")
Take = Callable[[Session, list[T]], list[R]]


class _OnlyTried(Exception):
    """A dry run has seen what would happen."""


def take_over(
    database: Database, take: Take[T, R], things: list[T], *, dry_run: bool
) -> list[R | Unfit]:
    """Take things over together; return what became of each.

    What the database refuses is tried again in halves, down to the one thing that can't be stored;
    so is what was stopped because others hold the same people in another order.
    """
    try:
        return [*_try(database, take, things, dry_run=dry_run)]
    except (DataError, IntegrityError, OperationalError) as error:
        if len(things) == 1:
            if isinstance(error, DataError):
                return [Unfit("imports.out_of_range")]
            raise
    half = len(things) // 2
    parts = (things[:half], things[half:])
    return [one for part in parts for one in take_over(database, take, part, dry_run=dry_run)]


def _try(database: Database, take: Take[T, R], things: list[T], *, dry_run: bool) -> list[R]:
    """Do the work; undo it where it is to be seen only."""
    results: list[R] = []

    def work(db: Session) -> None:
        results[:] = take(db, things)
        if dry_run:
            raise _OnlyTried

    with suppress(_OnlyTried):
        database.run(work)
    return results
