"""The shop's own file and the menu: what can't be used is told with its place."""

import re
from collections.abc import Container, Iterator
from pathlib import Path

from bot.channels.wechat.menu import MenuError, read_menu
from bot.shop.purchases.fitting import FILE as FITS
from bot.shop.purchases.fitting import read_fits
from bot.shop.stores.rules import ShopFileError, read_shop
from bot.texts import TextError, read_toml
from bot.texts_check.book import Fault

SHOP, MENU = "shop.toml", "menu.toml"


def shop_faults(folder: Path) -> Iterator[Fault]:
    """Find every wrong place of the shop's file."""
    try:
        read_shop(read_toml(folder / SHOP))
    except FileNotFoundError:
        yield Fault(SHOP, 1, "the shop has no file: copy the one that came with the program")
    except ShopFileError as error:
        source = (folder / SHOP).read_text(encoding="utf-8")
        for sentence in str(error).splitlines():
            yield Fault(SHOP, _line_of_place(source, sentence.partition(":")[0]), sentence)


def menu_faults(folder: Path, *, handled: Container[str]) -> Iterator[Fault]:
    """Find the first button that can't be pushed."""
    try:
        read_menu(known=handled, folder=folder)
    except FileNotFoundError:
        return
    except MenuError as error:
        source = (folder / MENU).read_text(encoding="utf-8")
        button = str(error).partition(":")[0]
        above = source[: max(source.find(f'"{button}"'), 0)]
        yield Fault(MENU, above.count("\n") + 1, str(error))


def fits_faults(folder: Path) -> Iterator[Fault]:
    """Find what is wrong with the things that go together on a call sheet."""
    try:
        read_fits(folder)
    except FileNotFoundError:
        return
    except TextError as error:
        source, sentence = (
            (folder / FITS).read_text(encoding="utf-8"),
            str(error).partition(": ")[2],
        )
        yield Fault(FITS, _line_of_place(source, sentence.partition(":")[0]), sentence)


def _line_of_place(source: str, place: str) -> int:
    """Return the line of a place such as `stores.1.hours.daily`: its table, and the name in it."""
    table, *inside = place.split(".")
    number = int(inside[0]) if inside and inside[0].isdecimal() else 0
    heads = [found.start() for found in re.finditer(rf"^\[+{table}\]+", source, re.MULTILINE)]
    start = heads[number] if number < len(heads) else 0
    names = [name for name in inside if not name.isdecimal()]
    named = re.compile(rf"^\s*{re.escape(names[0])}\b", re.MULTILINE) if names else None
    found = named.search(source, start) if named else None
    return source[: found.start() if found else start].count("\n") + 1
