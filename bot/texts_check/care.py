"""The texts of care: chosen by journey, pool and trade, narrowed to goods and months.

A journey's words stand in `care/<journey>.toml`; those of a trade in `care/<trade>.toml`, where
the journey stands before the pool: `knowledge_tip_pearl`. `[about]` says to whom a text is told.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.journeys.plans import FOLDER
from bot.texts import blanks, read_toml
from bot.texts_check.book import Fault, Text, line_of
from bot.texts_check.pools import TRADES, Pools

MASS = ("holiday", "season", "knowledge")  # may go to many at once: one text for all
FOR_ALL = {"shop", "helper", "service_phone"}
_NARROWS = {"goods", "months"}
_SOLEMN, _HAPPY = "qingming", re.compile("快乐|高兴|开心|愉快|喜庆|热闹")


def care_faults(texts: list[Text], pools: Pools, folder: Path) -> Iterator[Fault]:
    """Find care that reaches nobody, calls many by one name, or is gay on a solemn day."""
    for file in sorted((folder / FOLDER).glob("*.toml")):
        yield from _about_faults(file, texts)
    for text in texts:
        if text.file.startswith(f"{FOLDER}/"):
            yield from _tone_faults(text, pools)


def _about_faults(file: Path, texts: list[Text]) -> Iterator[Fault]:
    about = read_toml(file).get("about", {})
    source, place = file.read_text(encoding="utf-8"), f"{FOLDER}/{file.name}"
    known = {text.key.partition(".")[2] for text in texts if text.file == place}
    for name, table in about.items() if isinstance(about, dict) else [("about", about)]:
        for sentence in _narrowing_faults(name, table, known):
            yield Fault(place, line_of(source, name), sentence)


def _narrowing_faults(name: str, table: Any, known: set[str]) -> Iterator[str]:
    if name not in known:
        yield f"[about] names {name}, and no text is called so"
    if not isinstance(table, dict) or not table:
        yield f'{name} is narrowed by nothing: write {{ goods = ["珍珠"], months = [6, 7] }}'
        return
    for odd in sorted(table.keys() - _NARROWS):
        yield f"{name} can't be narrowed by {odd}: use goods or months"
    if "goods" in table and not _is_words(table["goods"]):
        yield f'the goods of {name} must be words such as ["珍珠", "手串"]'
    if "months" in table and not _is_months(table["months"]):
        yield f"the months of {name} must be numbers from 1 to 12, each once"


def _is_words(goods: object) -> bool:
    return isinstance(goods, list) and bool(goods) and all(_is_word(each) for each in goods)


def _is_word(good: object) -> bool:
    return isinstance(good, str) and bool(good.strip())


def _is_months(months: object) -> bool:
    if not isinstance(months, list) or not months or len(set(months)) < len(months):
        return False
    return all(type(each) is int and 1 <= each <= 12 for each in months)


def _tone_faults(text: Text, pools: Pools) -> Iterator[Fault]:
    if _journey_of(text, pools) in MASS:
        for blank in sorted(blanks(text.words) - FOR_ALL):
            yield text.fault(f"says {{{blank}}}, but may go to many at once: speak as the shop")
    if _SOLEMN in text.key and (happy := _HAPPY.search(text.words)):
        yield text.fault(f"says {happy[0]} on a solemn day")


def _journey_of(text: Text, pools: Pools) -> str:
    """Return the journey that says a text: its file, or in a trade's file how its name begins."""
    stem, _, name = text.key.partition(".")
    if stem not in TRADES:
        return stem
    return next((each for each in pools if name.startswith(f"{each}_")), "")
