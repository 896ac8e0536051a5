"""How long a text may be: one bubble, and care short."""

from collections.abc import Iterator
from pathlib import Path

from bot.channels.wechat.bubbles import LIMIT, with_taps
from bot.texts import blanks
from bot.texts_check.blanks import Blanks, example_of
from bot.texts_check.book import Fault, Text

CARE = "care/"
CARE_LONGEST = 120


def size_faults(texts: list[Text], folder: Path) -> Iterator[Fault]:
    """Find texts that don't fit in one bubble, and care that is too long to be read."""
    known = Blanks(folder)
    for text in texts:
        ready = known.examples(text.key, to_staff=text.reader == "staff")
        if blanks(text.words) - set(ready):
            continue  # reported as a blank that nobody fills
        shown = example_of(text, known)
        size = len(with_taps(shown).encode())
        if size > LIMIT:
            yield text.fault(f"takes {size} bytes, and a bubble holds {LIMIT}: cut it")
        if text.file.startswith(CARE) and len(shown) > CARE_LONGEST:
            yield text.fault(f"has {len(shown)} characters, care at most {CARE_LONGEST}")
