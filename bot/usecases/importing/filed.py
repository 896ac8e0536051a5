"""One member as another system's file has her."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.lunar import Birthday


@dataclass(frozen=True)
class FiledMember:
    """What a file says of a member; what it doesn't say is None. `level` is a word of ours."""

    phone: str
    name: str | None = None
    birthday: Birthday | None = None
    level: str | None = None
    points: int | None = None
    points_end: date | None = None
    store: str | None = None
    guide: str | None = None
    address: str | None = None
    email: str | None = None
    joined_at: datetime | None = None
