"""Write moments: as stored (UTC, sorts as text) and as shown (Beijing)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def stored(moment: datetime) -> str:
    """Return a moment as UTC text of fixed width."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def loaded(text: str) -> datetime:
    """Return the moment a text says; without an offset it is Beijing time. Raise ValueError."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def shown(text: str | None) -> str | None:
    """Return a stored moment as ISO 8601 with Beijing's offset."""
    return loaded(text).astimezone(BEIJING).isoformat(timespec="milliseconds") if text else None


def real_now() -> datetime:
    """Return the real time, which tokens, signatures and the log of calls follow."""
    return datetime.now(UTC)
