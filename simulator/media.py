"""Keep pictures and sounds for three days of the shop's clock."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from .instants import loaded, stored
from .journal import Journal
from .rules import Rules

LEADS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
)
SILENCE = b"#!AMR\n" + (b"\x3c" + b"\x00" * 31) * 100


@dataclass(frozen=True)
class Media:
    """One picture or sound."""

    id: str
    type: str
    mime: str
    name: str
    bytes: bytes
    made_at: str


def mime_of(content: bytes) -> str | None:
    """Return what these bytes are, by how they begin; None if nothing WeChat takes."""
    if content[4:8] == b"ftyp":
        return "video/mp4"
    return next((mime for lead, mime in LEADS if content.startswith(lead)), None)


def keep(journal: Journal, *, kind: str, content: bytes, name: str, at: datetime) -> Media:
    """Keep a picture or sound under a new id."""
    mime = mime_of(content) or "application/octet-stream"
    media = Media(secrets.token_urlsafe(48), kind, mime, name, content, stored(at))
    journal.run(
        "insert into media values (?, ?, ?, ?, ?, ?)",
        *(media.id, media.type, media.mime, media.name, media.bytes, media.made_at),
    )
    return media


def find(journal: Journal, media_id: str) -> Media | None:
    """Return a picture or sound, however old: a phone still shows what it once loaded."""
    row = journal.row("select * from media where id = ?", media_id)
    return _media(row) if row else None


def living(journal: Journal, media_id: str, *, at: str, rules: Rules) -> Media | None:
    """Return a picture or sound that the account may still use."""
    media = find(journal, media_id.removesuffix("_16K"))
    if media is None:
        return None
    age = loaded(at) - loaded(media.made_at)
    return media if age < timedelta(days=rules.media_days) else None


def _media(row: sqlite3.Row) -> Media:
    return Media(
        row["id"], row["type"], row["mime"], row["name"], bytes(row["bytes"]), row["made_at"]
    )
