"""Names, phones and addresses as they are met in a shop."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from random import Random
from typing import Any, NamedTuple, TypeVar

from bot.demo_data.plan import Seat
from bot.lunar import Birthday, is_valid_lunar

T = TypeVar("T")

_PHONES = 7 * 10**9  # 13 000000000 to 19 999999999
_STRIDE = 3_141_592_653  # shares no factor with _PHONES, so that no phone comes twice
_LANES = {"member": 0, "guest": 2_000_000}


class Good(NamedTuple):
    """Something the example shop sells; its price in yuan."""

    sku: str
    name: str
    category: str
    price: int


@dataclass(frozen=True)
class Example:
    """The lists of `content/example.toml`."""

    surnames: str
    given_names: Sequence[str]
    cast: Sequence[str]
    streets: Sequence[str]
    goods: Sequence[Good]

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> "Example":
        """Take over the parsed file."""
        return cls(**{**content, "goods": [Good(**good) for good in content["goods"]]})


def often_first(dice: Random, choices: Sequence[T]) -> T:
    """Choose one; the nearer to the front, the likelier."""
    return choices[int(dice.random() * dice.random() * len(choices))]


def name_of(seat: Seat, dice: Random, example: Example) -> str:
    """Name a member; the first ones are always the same."""
    drawn = often_first(dice, example.surnames) + dice.choice(example.given_names)
    known = seat.kind == "member" and seat.number < len(example.cast)
    return example.cast[seat.number] if known else drawn


def phone_of(seat: Seat, seed: int) -> str:
    """Return a phone that nobody else of this seed has."""
    start = int.from_bytes(_digest(f"phones:{seed}")) % _PHONES
    place = (start + (_LANES[seat.kind] + seat.number) * _STRIDE) % _PHONES
    return str(13 * 10**9 + place)


def openid_of(seat: Seat, seed: int) -> str:
    """Return an openid as WeChat makes them: 28 characters, the first an o."""
    return "o" + urlsafe_b64encode(_digest(f"{seat.kind}:{seed}:{seat.number}")).decode()[:27]


def address_of(dice: Random, example: Example) -> str:
    number, block, flat = dice.randint(1, 1800), dice.randint(1, 30), dice.randint(1, 6)
    return f"{dice.choice(example.streets)}{number}号{block}栋{dice.randint(1, 18)}0{flat}室"


def birthday_of(dice: Random, until: date) -> Birthday | None:
    """Draw a birthday as people give it: not all do, a quarter by the moon, many with no year."""
    if dice.random() < 0.3:
        return None
    year = until.year - dice.randint(22, 70) if dice.random() < 0.6 else None
    month, day = dice.randint(1, 12), dice.randint(1, 30)
    if dice.random() < 0.25:
        exists = is_valid_lunar(year, month, day, leap=False)
        return Birthday("lunar", month, day if exists else 29, year=year)
    return Birthday("solar", month, min(day, 28) if month == 2 else day, year=year)


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=24).digest()
