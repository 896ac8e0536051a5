"""What is looked at in a message: its characters, its words, and the kinds of its words."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.dialogue.intents.segmenting import tokenizer
from bot.texts import CONTENT, read_toml

_GAP = "…"
_GOODS = "goods"
_ONE_OF_OUR_GOODS = "物"
_LONG = 12  # short social words are told from wishes by their length too
_COUNTED = re.compile(r"\d+(?:\.\d+)?(?=[分星点天块元克])")


class Features:
    """The shop's words and kinds of words, and what a message shows of them."""

    def __init__(self, kinds: dict[str, str], words_file: Path) -> None:
        self._kinds: dict[str, list[str]] = defaultdict(list)
        self._gaps: list[tuple[str, re.Pattern[str]]] = []
        for kind, words in kinds.items():
            self._learn(kind, words.split())
        self._beginning: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._kinds, key=len, reverse=True):
            self._beginning[word[0]].append(word)
        self._words_file = words_file

    @classmethod
    def load(cls, folder: Path = CONTENT) -> "Features":
        kinds = {kind: str(words) for kind, words in read_toml(folder / "kinds.toml").items()}
        return cls(kinds, folder / "words.txt")

    def of(self, clauses: Sequence[str]) -> set[str]:
        """Return what can be seen in the clauses of one message."""
        text = " ".join(clauses)
        seen = {"any", f"long:{min(len(text), _LONG)}"}
        seen.update(f"kind:{kind}" for kind in self._kinds_in(text) or ("none",))
        for clause in clauses:
            seen.update(self._spelled(clause))
        return seen

    def warm_up(self) -> None:
        """Load the dictionary now, so that no customer waits for it."""
        self._tokenizer.lcut("您好")

    def _learn(self, kind: str, words: list[str]) -> None:
        for word in words:
            if _GAP in word:
                pattern = re.escape(word).replace(_GAP, ".{1,6}?")
                self._gaps.append((kind, re.compile(pattern)))
            else:
                self._kinds[word].append(kind)

    def _kinds_in(self, text: str) -> set[str]:
        text = _COUNTED.sub("0", text)
        found = {kind for word in self._known_in(text) for kind in self._kinds[word]}
        return found | {kind for kind, pattern in self._gaps if pattern.search(text)}

    def _known_in(self, text: str) -> Iterator[str]:
        """Yield the known words from left to right, the longest at each place."""
        at = 0
        while at < len(text):
            longer = self._beginning.get(text[at], ())
            word = next((word for word in longer if text.startswith(word, at)), None)
            if word:
                yield word
            at += len(word) if word else 1

    def _spelled(self, clause: str) -> Iterator[str]:
        """Yield the words, and one and two characters; goods all look alike."""
        words = [self._alike(word) for word in self._tokenizer.lcut(clause)]
        yield from (f"word:{word}" for word in words)
        chars = f"^{''.join(words)}$"
        yield from chars[1:-1]
        yield from map("".join, pairwise(chars))

    def _alike(self, word: str) -> str:
        if _GOODS in self._kinds.get(word, ()):
            return _ONE_OF_OUR_GOODS
        return "0" if word.isdecimal() else word

    @cached_property
    def _tokenizer(self) -> Any:
        return tokenizer(self._words_file)
