"""Turn tables of words into patterns."""

import re


def any_of(table: str) -> str:
    """Return a pattern for the words of a table, the longest first."""
    words = sorted(dict.fromkeys(table.split()), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, words))})"


def spaced(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that is written with spaces and line breaks for the eye."""
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)
