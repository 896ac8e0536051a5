"""What a picture or voice may be, and how long it is tried for: pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MEBIBYTE = 2**20
# https://developers.weixin.qq.com/doc/service/api/material/temporary/api_gettempmedia.html
LIVES = timedelta(days=3)
PAUSES = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
)
LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True)
class Kind:
    """What is taken for one kind of message: so many bytes at most, of these types."""

    most_bytes: int
    types: tuple[str, ...]


KINDS = {
    "picture": Kind(10 * MEBIBYTE, ("image/jpeg", "image/png", "image/gif", "image/bmp")),
    "voice": Kind(2 * MEBIBYTE, ("audio/amr", "audio/mpeg", "audio/silk")),
}
_LEADS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"#!SILK", "audio/silk"),
    (b"\x02#!SILK", "audio/silk"),
)


def type_of(content: bytes, kind: str) -> str | None:
    """Return what the bytes are, by how they begin; None for what this kind can't be."""
    found = next((name for lead, name in _LEADS if content.startswith(lead)), None)
    return found if found in KINDS[kind].types else None


def next_try(attempts: int, at: datetime, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts; None once the platform has dropped it."""
    pause = PAUSES[attempts - 1] if attempts <= len(PAUSES) else LONGEST_PAUSE
    return now + pause if now + pause < at + LIVES else None
