"""Fill an example shop with people who are the same each time, and with what they bought."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import islice
from time import monotonic
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot import clock
from bot.demo_data.cast import Example
from bot.demo_data.lives import Author, Life
from bot.demo_data.loading import write_lives
from bot.demo_data.plan import Plan, seats
from bot.shop.people.models import Person
from bot.shop.stores.actions import import_shop
from bot.shop.stores.queries import imported_shop
from bot.shop.stores.rules import Shop
from bot.texts import CONTENT, read_toml
from bot.wiring import Bot

SLICE_SECONDS = 0.1  # a customer who writes meanwhile waits no longer than about that
FIRST_SLICE, SMALLEST, BIGGEST = 100, 10, 2000


class NotEmpty(Exception):
    """The database has real customers, who must not be mixed with invented ones."""


def seed_demo(bot: Bot, *, members: int, purchases: int, seed: int, until: date) -> dict[str, Any]:
    """Fill an empty or a demo database; the same arguments add nothing the second time.

    Return `{"members", "purchases", "seconds"}`: what was added. Raise NotEmpty for a real shop.
    """
    began = monotonic()
    plan = Plan(members, purchases, seed, until)
    shop = bot.database.run(_opened)
    author = Author(plan, Example.read(read_toml(CONTENT / "example.toml")), shop)
    added = [0, 0]
    for made in _slices(map(author.life_of, seats(plan)), bot):
        added = [sum(pair) for pair in zip(added, made, strict=True)]
    seconds = round(monotonic() - began, 3)
    return {"members": added[0], "purchases": added[1], "seconds": seconds}


def fill_example(bot: Bot) -> None:
    """Give a demo that has nobody yet its example shop and a few dozen members, once."""
    if not bot.settings.demo:
        return
    with bot.database.reading() as db:
        somebody = db.scalar(select(Person.id).limit(1))
    if somebody is None:
        yesterday = clock.today() - timedelta(days=1)
        seed_demo(bot, members=36, purchases=120, seed=1, until=yesterday)
    bot.database.engine.dispose()


def _opened(db: Session) -> Shop:
    """Return the shop's rules; one that has none yet becomes the example shop."""
    mode = db.scalar(text("SELECT mode FROM shop_state WHERE id = 1"))
    if mode != "demo" and db.scalar(select(Person.id).limit(1)):
        raise NotEmpty("this database has real customers; example people go into an empty one")
    known = imported_shop(db)
    return known or import_shop(db, read_toml(CONTENT / "shop.toml"), by="example")


def _slices(lives: Iterable[Life], bot: Bot) -> Iterator[tuple[int, int]]:
    """Write life after life in transactions of about the same length, however fast the disk is."""
    size, waiting = FIRST_SLICE, iter(lives)
    while taken := list(islice(waiting, size)):
        began = monotonic()
        yield bot.database.run(partial(write_lives, lives=taken))
        fitting = int(size * SLICE_SECONDS / (monotonic() - began))
        size = max(SMALLEST, min(fitting, size * 2, BIGGEST))
