"""Fill an example shop with people who are the same each time, and with what they bought."""

from datetime import date, timedelta
from functools import partial
from time import monotonic
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot import clock
from bot.bulk import in_slices
from bot.demo_data.cast import Example
from bot.demo_data.lives import Author, Life
from bot.demo_data.loading import write_lives
from bot.demo_data.plan import Plan, seats
from bot.shop.people.models import Person
from bot.shop.staff.actions import add_staff
from bot.shop.staff.models import Staff
from bot.shop.staff.passwords import hashed
from bot.shop.stores.actions import import_shop
from bot.shop.stores.queries import imported_shop
from bot.shop.stores.rules import Shop, read_shop
from bot.texts import CONTENT, read_toml
from bot.wiring import Bot


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
    for _, made in in_slices(map(author.life_of, seats(plan)), partial(_write, bot)):
        added = [sum(pair) for pair in zip(added, made, strict=True)]
    seconds = round(monotonic() - began, 3)
    return {"members": added[0], "purchases": added[1], "seconds": seconds}


def _write(bot: Bot, lives: list[Life]) -> tuple[int, int]:
    return bot.database.run(partial(write_lives, lives=lives))


def fill_example(bot: Bot) -> None:
    """Give a demo that has nobody yet its example shop and a few dozen members, once."""
    if not bot.settings.demo:
        return
    with bot.database.reading() as db:
        somebody = db.scalar(select(Person.id).limit(1))
    if somebody is None:
        yesterday = clock.today() - timedelta(days=1)
        seed_demo(bot, members=36, purchases=120, seed=1, until=yesterday)
    bot.database.run(partial(_hire, kept=hashed(bot.settings.demo_password)))
    bot.database.engine.dispose()


def example_logins() -> list[str]:
    """Return who may log in to the console of a demo, as they are printed."""
    people = read_shop(read_toml(CONTENT / "shop.toml")).people
    return [f"{one.role} {one.login}" for one in people]


def _hire(db: Session, *, kept: str) -> None:
    """Let the example colleagues log in, all with one password; who can already stays as she is."""
    able = set(db.scalars(select(Staff.login).where(Staff.password_hash.is_not(None))))
    for one in read_shop(read_toml(CONTENT / "shop.toml")).people:
        if one.login not in able:
            hire = partial(add_staff, login=one.login, name=one.name, role=one.role)
            hire(db, store=one.store, kept=kept, by="example")


def _opened(db: Session) -> Shop:
    """Return the shop's rules; one that has none yet becomes the example shop."""
    mode = db.scalar(text("SELECT mode FROM shop_state WHERE id = 1"))
    if mode != "demo" and db.scalar(select(Person.id).limit(1)):
        raise NotEmpty("this database has real customers; example people go into an empty one")
    known = imported_shop(db)
    return known or import_shop(db, read_toml(CONTENT / "shop.toml"), by="example")
