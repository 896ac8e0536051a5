"""What a parser is told beside the words, and how it says that it did not understand."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Context:
    """The day of the talk, and her last unclear answer to the same question, if any.

    With `earlier` a short "农历" is enough after "八月十五" was asked about.
    """

    today: date
    earlier: str = ""


class Unclear(Exception):
    """The answer cannot be used; `key` names the text that asks once more, more clearly."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
