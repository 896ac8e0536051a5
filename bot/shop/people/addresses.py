"""Which mail address somebody means: as mail servers take it, without the words around it."""

import re
import unicodedata

LONGEST = 254  # RFC 5321, 4.5.3.1.3, without the brackets around a path
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9.@_+-]){_WORD}(?:\.{_WORD})*@(?:{_LABEL}\.)+[A-Za-z]{{2,24}}(?![A-Za-z0-9@_-])"
)


def address_in(said: str) -> str | None:
    """Return the one mail address in some words, None where there is none or more than one."""
    plain = unicodedata.normalize("NFKC", said).replace("。", ".")
    found = {each for each in _ADDRESS.findall(plain) if len(each) <= LONGEST}
    return found.pop() if len(found) == 1 else None
