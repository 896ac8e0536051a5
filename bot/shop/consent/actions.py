"""Keep what she agreed to, and what she took back."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, put
from bot.shop.consent.models import CHANNELS, PURPOSES, Consent
from bot.shop.events.actions import note

# The version of the questions in content/register.toml and content/change_email.toml.
WORDING = "2026-11"
ASKED_CHANNELS = ("wechat", "sms")


def answer_consent(
    db: Session,
    person_id: int,
    answers: Mapping[str, bool],
    *,
    channels: Sequence[str] = ASKED_CHANNELS,
) -> None:
    """Keep a yes or a no for each purpose that was asked, by the channels the question named."""
    for purpose, granted in answers.items():
        for channel in channels:
            keys = {"person_id": person_id, "purpose": purpose, "channel": channel}
            put(db, Consent, keys, granted=granted, wording=WORDING, at=clock.now())
    note(db, "answered_consent", person_id=person_id, wording=WORDING, answers=dict(answers))


def answer_channel(db: Session, person_id: int, channel: str, *, granted: bool) -> None:
    """Keep a yes or a no to one channel; a yes to it is none to offers."""
    for purpose in ("service", "care") if granted else PURPOSES:
        keys = {"person_id": person_id, "purpose": purpose, "channel": channel}
        put(db, Consent, keys, granted=granted, wording=WORDING, at=clock.now())
    note(db, "answered_channel", person_id=person_id, channel=channel, granted=granted)


def stop_messages(db: Session, person_id: int, *, actor: str = "customer") -> bool:
    """Take back care and promotion on every channel; return whether anything was granted."""
    granted = (
        update(Consent)
        .where(Consent.person_id == person_id, Consent.granted, Consent.purpose != "service")
        .values(granted=False, at=clock.now())
    )
    stopped = bool(change(db, granted))
    note(db, "stopped_messages", person_id=person_id, actor=actor)
    return stopped


def has_answered(db: Session, person_id: int, purpose: str, channel: str) -> bool:
    """Say whether she was asked about a purpose by a channel, and said yes or no."""
    return db.get(Consent, (person_id, purpose, channel)) is not None


def forget_channel(db: Session, person_id: int, channel: str) -> None:
    """Forget what she agreed to by a channel that is gone; what she refused stays refused."""
    hers = (Consent.person_id == person_id) & (Consent.channel == channel)
    db.execute(delete(Consent).where(hers, Consent.granted))


def withdraw_all(db: Session, person_id: int) -> None:
    """Forget every consent of a person."""
    db.execute(delete(Consent).where(Consent.person_id == person_id))


def consents_of(db: Session, person_ids: Sequence[int]) -> dict[int, set[tuple[str, str]]]:
    """Return for each person the (purpose, channel) pairs she agreed to."""
    rows = db.execute(
        select(Consent.person_id, Consent.purpose, Consent.channel).where(
            Consent.person_id.in_(person_ids), Consent.granted
        )
    )
    found: dict[int, set[tuple[str, str]]] = {person_id: set() for person_id in person_ids}
    for person_id, purpose, channel in rows:
        found[person_id].add((purpose, channel))
    return found


def as_table(granted: set[tuple[str, str]]) -> dict[str, dict[str, bool]]:
    """Show consents as purpose → channel → yes or no."""
    return {p: {c: (p, c) in granted for c in CHANNELS} for p in PURPOSES}
