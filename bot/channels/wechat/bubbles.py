"""How our texts look in a WeChat bubble: words to tap, and at most 2048 bytes."""

import re
from collections.abc import Iterator
from urllib.parse import quote

LIMIT = 2048
# what neither XML nor JSON can carry to a phone
UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_TAP = re.compile(r"<<(.+?)>>")
_TORN = re.compile(r"(?:<<(?!.*>>)|<a\b(?!.*</a>)|<\Z).*\Z", re.DOTALL)
_ENDS = ("\n\n", "\n", "。", "！", "？", "，", " ")


def with_taps(text: str) -> str:
    """Turn `<<查积分>>` into words that are sent when she taps them; drop what can't be shown."""
    return _TAP.sub(_link, UNSHOWABLE.sub("", text))


def bubbles(text: str) -> list[str]:
    """Cut a text into bubbles that WeChat takes, at paragraphs where it can."""
    return list(_cut(text.strip()))


def _cut(text: str) -> Iterator[str]:
    while len(with_taps(text).encode()) > LIMIT:
        head = _longest_head(text)
        yield head.rstrip()
        text = text[len(head) :].lstrip()
    if text:
        yield text


def _longest_head(text: str) -> str:
    size = next(n for n in range(1, len(text) + 1) if len(with_taps(text[:n]).encode()) > LIMIT)
    head = text[: size - 1]
    for end in _ENDS:
        at = head.rfind(end)
        if at > len(head) // 2:
            return _untorn(head[: at + len(end)])
    return _untorn(head)


def _untorn(head: str) -> str:
    """Leave a tap or link that begins here and ends later to the next bubble."""
    torn = _TORN.search(head)
    return head[: torn.start()] if torn and torn.start() else head


def _link(tap: re.Match[str]) -> str:
    words = tap[1]
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={quote(words)}&msgmenuid=1">{words}</a>'
