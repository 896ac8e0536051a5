"""Select members, and say who came or does not wish to be called."""

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from bot import clock
from bot.journeys.due.batch import Due
from bot.shop.appointments.models import Visit
from bot.shop.consent.models import Consent
from bot.shop.members.models import Member
from bot.shop.wishes.models import Wish

VISIT_AHEAD = timedelta(days=30)

PersonId = InstrumentedAttribute[Any]


def members() -> Due:
    """Select all members, each as what the message is about."""
    return select(Member.person_id, Member.person_id.label("subject_id")).where(
        Member.status == "member"
    )


def is_member(person_id: PersonId) -> ColumnElement[bool]:
    """Say that a person is a member: the condition to join the member's row by."""
    return and_(Member.person_id == person_id, Member.status == "member")


def came(person_id: PersonId, day: date, days: int) -> ColumnElement[bool]:
    """Say that she came within so many days, or has a time booked."""
    since = clock.at(day - timedelta(days=days), time())
    return exists().where(
        Visit.person_id == person_id,
        Visit.starts.between(since, clock.at(day, time()) + VISIT_AHEAD),
        Visit.state.in_(("booked", "kept")),
    )


def refuses_calls(person_id: PersonId, day: date) -> ColumnElement[bool]:
    """Say that she wishes no calls, or did not agree to care or to calls."""
    wish = exists().where(
        Wish.person_id == person_id,
        Wish.about == "call",
        Wish.wanted.is_(False),
        or_(Wish.until.is_(None), Wish.until > day),
    )
    consent = exists().where(
        Consent.person_id == person_id,
        Consent.purpose == "care",
        Consent.channel.in_(("call", "wechat")),
        Consent.granted.is_(False),
    )
    return or_(wish, consent)
