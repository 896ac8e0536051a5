"""Keep what she agreed to, and what she took back."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.db import change, insert_once, put
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
            _keep(db, person_id, purpose, channel, granted=granted)
    note(db, "answered_consent", person_id=person_id, wording=WORDING, answers=dict(answers))


def allow_channel(db: Session, person_id: int, channel: str) -> None:
    """Keep her yes to one channel; it is none to offers."""
    for purpose in ("service", "care"):
        _keep(db, person_id, purpose, channel, granted=True)
    note(db, "answered_channel", person_id=person_id, channel=channel, granted=True)


def refuse_channel(db: Session, person_id: int, channel: str) -> None:
    """Take back what she agreed to by one channel; she is asked about it no more."""
    _take_back(db, person_id, Consent.channel == channel)
    for purpose in PURPOSES:
        keys = {"person_id": person_id, "purpose": purpose, "channel": channel}
        insert_once(db, Consent, **keys, granted=False, wording=WORDING, at=clock.now())
    note(db, "answered_channel", person_id=person_id, channel=channel, granted=False)


def refuse_offers(db: Session, person_id: int) -> None:
    """Take back her yes to offers, by whatever channel."""
    _take_back(db, person_id, Consent.purpose == "promotion")
    note(db, "stopped_offers", person_id=person_id, actor="customer")


def stop_messages(db: Session, person_id: int, *, actor: str = "customer") -> bool:
    """Take back care and promotion on every channel; return whether anything was granted."""
    stopped = _take_back(db, person_id, Consent.purpose != "service")
    note(db, "stopped_messages", person_id=person_id, actor=actor)
    return stopped


def resume_messages(
    db: Session, person_id: int, *, purposes: Sequence[str] = PURPOSES
) -> set[tuple[str, str]]:
    """Bring back exactly what she had agreed to before she stopped it; return all she agrees to."""
    hers = (Consent.person_id == person_id) & Consent.purpose.in_(purposes)
    again = update(Consent).where(hers, Consent.taken_back)
    brought = change(db, again.values(granted=True, taken_back=False, at=clock.now()))
    note(db, "resumed_messages", person_id=person_id, actor="customer", brought=brought)
    return consents_of(db, [person_id])[person_id]


def _keep(db: Session, person_id: int, purpose: str, channel: str, *, granted: bool) -> None:
    keys = {"person_id": person_id, "purpose": purpose, "channel": channel}
    said = {"granted": granted, "taken_back": False, "wording": WORDING, "at": clock.now()}
    put(db, Consent, keys, **said)


def _take_back(db: Session, person_id: int, which: ColumnElement[bool]) -> bool:
    hers = (Consent.person_id == person_id) & Consent.granted & which
    stopping = update(Consent).where(hers)
    return bool(change(db, stopping.values(granted=False, taken_back=True, at=clock.now())))


def has_answered(db: Session, person_id: int, purpose: str, channel: str) -> bool:
    """Say whether she was asked about a purpose by a channel, and said yes or no."""
    return db.get(Consent, (person_id, purpose, channel)) is not None


def forget_channel(db: Session, person_id: int, channel: str) -> None:
    """Forget what she agreed to by a channel that is gone; what she refused stays refused."""
    hers = (Consent.person_id == person_id) & (Consent.channel == channel)
    db.execute(delete(Consent).where(hers, Consent.granted))
    db.execute(update(Consent).where(hers).values(taken_back=False))


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
