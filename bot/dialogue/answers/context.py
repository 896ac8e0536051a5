"""What a parser is told beside the words, and how it says that it did not understand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.shop.stores.rules import Shop


@dataclass(frozen=True)
class Context:
    """The day of the talk, her last unclear answer to the same question, and whose talk it is.

    With `earlier` a short "农历" is enough after "八月十五" was asked about; the `shop` says which
    stores and services she can mean. `offered` is what she may choose from: pairs of a word and
    its name, in the order in which they were told.
    """

    today: date
    earlier: str = ""
    shop: Shop | None = None
    offered: Sequence[Sequence[str]] = ()


class Unclear(Exception):
    """The answer cannot be used; `key` names the text that asks once more, more clearly."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
