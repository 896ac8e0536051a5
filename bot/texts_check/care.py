"""The texts of care: chosen by journey, pool and trade, narrowed to goods and months.

A journey's words stand in `care/<journey>.toml`; those of a trade in `care/<trade>.toml`, where
the journey stands before the pool: `knowledge_tip_pearl`. `[about]` says to whom a text is told.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.texts import blanks, read_toml
from bot.texts_check.book import Fault, Text, line_of

CARE = "care"
TRADES = ("jewellery", "clothing", "furnishing")
POOLS: Mapping[str, tuple[str, ...]] = {
    "knowledge": ("tip",),
    "day3": ("plain", "gift"),
    "cleaning": ("check", "one", "several", "warranty"),
    "birthday": ("day", "lunar"),
    "holiday": (
        *("new_year", "eve", "spring_festival", "lantern", "womens_day", "qingming"),
        *("mothers_day", "dragon_boat", "qixi", "mid_autumn", "national_day", "double_ninth"),
    ),
    "season": ("lichun", "lixia", "liqiu", "lidong", "shuangjiang", "dahan"),
    "contact": ("task", "shop"),
    "anniversary": ("day",),
    "spend": ("letter",),
    "large_purchase": ("call",),
    "top_spender": ("visit",),
    "referral_care": ("newcomer_call",),
    "replenish": ("due", "delivery"),
}
MASS = ("holiday", "season", "knowledge")  # may go to many at once: one text for all
FOR_ALL = {"shop", "helper", "service_phone"}
# Every three weeks makes seventeen a year, and nobody should hear one twice in it.
KNOWLEDGE, ENOUGH = "knowledge", 18
_NARROWS = {"goods", "months"}
_SOLEMN, _HAPPY = "qingming", re.compile("快乐|高兴|开心|愉快|喜庆|热闹")


def care_faults(texts: list[Text], folder: Path) -> Iterator[Fault]:
    """Find care that reaches nobody, says the same too soon, or calls many by one name."""
    narrowed: set[str] = set()
    for file in sorted((folder / CARE).glob("*.toml")):
        about = read_toml(file).get("about", {})
        source, place = file.read_text(encoding="utf-8"), f"{CARE}/{file.name}"
        named = about if isinstance(about, dict) else {"about": about}
        narrowed |= {f"{file.stem}.{name}" for name in named}
        known = {text.key.partition(".")[2] for text in texts if text.file == place}
        for name, table in named.items():
            for sentence in _narrowing_faults(name, table, known):
                yield Fault(place, line_of(source, name), sentence)
    cared = [text for text in texts if text.file.startswith(f"{CARE}/")]
    for text in cared:
        yield from _tone_faults(text)
    yield from _scarce(cared, narrowed)


def said_by_pools() -> set[str]:
    """Return patterns of all texts that a journey may choose, for every trade."""
    named = [(journey, pool) for journey, pools in POOLS.items() for pool in pools]
    keys = {f"{journey}.{pool}" for journey, pool in named}
    keys |= {f"{trade}.{journey}_{pool}" for trade in TRADES for journey, pool in named}
    return keys | {f"{key}_*" for key in keys}


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


def _tone_faults(text: Text) -> Iterator[Fault]:
    stem, _, name = text.key.partition(".")
    if _of_journey(text) in MASS:
        for blank in sorted(blanks(text.words) - FOR_ALL):
            yield text.fault(f"says {{{blank}}}, but may go to many at once: speak as the shop")
    if _SOLEMN in name and (happy := _HAPPY.search(text.words)):
        yield text.fault(f"says {happy[0]} on a solemn day")
    fitting = [pool for pool in POOLS.get(stem, ()) if f"{name}_".startswith(f"{pool}_")]
    if len(fitting) > 1:
        yield text.fault(f"would be said for {' and '.join(fitting)}: call it differently")


def _scarce(texts: list[Text], narrowed: set[str]) -> Iterator[Fault]:
    """Count the knowledge that is for everybody all year, file by file."""
    of_file: dict[str, list[Text]] = {}
    for text in texts:
        if _of_journey(text) == KNOWLEDGE:
            of_file.setdefault(text.file, []).append(text)
    for found in of_file.values():
        for_all = {text.key for text in found} - narrowed
        if len(for_all) < ENOUGH:
            yield found[0].fault(
                f"only {len(for_all)} of these are for everybody all year: write {ENOUGH}"
            )


def _of_journey(text: Text) -> str:
    """Return the journey that says a text: its file, or in a trade's file how its name begins."""
    stem, _, name = text.key.partition(".")
    if stem not in TRADES:
        return stem
    return next((each for each in POOLS if name.startswith(f"{each}_")), "")
