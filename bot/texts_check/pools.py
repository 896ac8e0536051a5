"""Which texts the journeys may choose, and whether there are enough of them in every trade."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.journeys.plans import FOLDER, Journey, Step, read_journeys
from bot.journeys.wordings import Wording, Wordings
from bot.texts import TextError, Texts
from bot.texts_check.book import Fault

TRADES = ("jewellery", "clothing", "furnishing")
YEAR = 365
JEWELS = ("silver", "gold", "diamond", "pearl", "jade")  # where a jeweller has more to say
# Words that people say, that a purchase or a question brings, and words of seasons that a shop may
# add as a step.
SPARE: Mapping[str, tuple[str, ...]] = {
    "season": ("shuangjiang", "dahan"),
    "anniversary": ("day",),
    "thanks": ("plain", "rain", "gift"),
    "care_advice": ("any", "warranty", "certificate", "repair", *JEWELS),
    "spend": ("letter",),
    "large_purchase": ("call",),
    "top_spender": ("visit",),
    "referral_care": ("newcomer_call",),
    "replenish": ("due", "delivery"),
}

Pools = Mapping[str, set[str]]


def journeys_in(folder: Path) -> tuple[Mapping[str, Journey], list[Fault]]:
    """Return the journeys of the files, or what is wrong with them."""
    try:
        return read_journeys(folder / FOLDER), []
    except TextError as error:
        told = (sentence.partition(": ") for sentence in str(error).splitlines())
        return {}, [Fault(f"{FOLDER}/{file}", 1, why) for file, _, why in told]


def pools_of(journeys: Mapping[str, Journey]) -> Pools:
    """Return the pools of every journey."""
    pools = {word: set(spare) for word, spare in SPARE.items()}
    for journey in journeys.values():
        for step in journey.steps:
            pools.setdefault(journey.word, set()).update(step.pools, step.lunar_pools)
    return pools


def said_by(pools: Pools) -> set[str]:
    """Return patterns of all texts that a journey may choose, for every trade."""
    named = [(journey, pool) for journey, words in pools.items() for pool in words]
    keys = {f"{journey}.{pool}" for journey, pool in named}
    keys |= {f"{trade}.{journey}_{pool}" for trade in TRADES for journey, pool in named}
    return keys | {f"{key}_*" for key in keys}


def scarce_faults(journeys: Mapping[str, Journey], folder: Path) -> Iterator[Fault]:
    """Find steps that would leave somebody without words: one may have bought anything."""
    for trade in TRADES:
        try:
            wordings = Wordings(Texts.load(folder), trade, folder / FOLDER)
        except TextError:
            return  # an [about] that nobody understands is reported where it stands
        for journey in journeys.values():
            for step in journey.steps:
                pools = (wordings.pool(journey.word, pool) for pool in step.pools)
                its_item = journey.trigger == "replenish"  # what is used up has a name
                count = sum(_is_for_all(each, its_item) for pool in pools for each in pool)
                if count < (needed := _needed(journey, step)):
                    sentence = f"step {step.word} needs {needed} texts that suit everybody"
                    sentence += f", and {trade} has {count}"
                    yield Fault(*_place(journey, step, folder), sentence)


def _is_for_all(wording: Wording, its_item: bool) -> bool:
    names_item = wording.names_item and not its_item
    return not (wording.about.goods or wording.about.months or names_item)


def _needed(journey: Journey, step: Step) -> int:
    """Return how many texts a year takes: what was said is not said again until it is over."""
    if not journey.never_again:
        return 1
    if step.every_days and step.after_days is not None:
        until = min(step.until_days or YEAR, YEAR)
        return (until - step.after_days) // step.every_days + 2
    return (12 // step.every_months if step.every_months else 1) + 1


def _place(journey: Journey, step: Step, folder: Path) -> tuple[str, int]:
    file = f"{FOLDER}/{journey.word}.toml"
    source = (folder / file).read_text(encoding="utf-8")
    return file, source[: source.find(f'word = "{step.word}"')].count("\n") + 1
