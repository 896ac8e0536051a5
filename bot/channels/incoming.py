"""What came in, free of the channel it came by."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zlib import crc32

TALKS = frozenset({"text", "sticker", "picture", "voice", "video", "location", "link"})


@dataclass(frozen=True)
class Incoming:
    """One message or event of one customer.

    `key` is the same for every delivery of it; `kind` is a word: text, sticker, picture, voice,
    video, location, link, follow, unfollow, scan, click.
    """

    channel: str
    external_id: str
    key: str
    kind: str
    at: datetime
    text: str = ""
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def opens(self) -> str | None:
        """Return which allowance this act gives us, by WeChat's table."""
        if self.kind in TALKS:
            return "message"
        return self.kind if self.kind in ("click", "follow", "scan") else None

    @property
    def seed(self) -> int:
        """Return the number that chooses among wordings: the same whenever this is delivered."""
        return crc32(self.key.encode())
