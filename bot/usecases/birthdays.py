"""She tells her birthday: kept as she gave it, and what her age forbids is stopped."""

from datetime import date

from sqlalchemy.orm import Session

from bot.dialogue.answers import under_age
from bot.lunar import Birthday
from bot.shop.consent.actions import answer_consent
from bot.shop.consent.models import CHANNELS
from bot.shop.members.actions import keep_birthday
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from bot.usecases.erasing import erase


def tell_birthday(
    db: Session, person: Person, member: Member, told: Birthday, today: date, *, why: str
) -> bool:
    """Keep a birthday; return False for a child, of whom all is erased instead.

    Under 14 a guardian must agree (Personal Information Protection Law, article 31); what was
    planned for a child is taken back with `why`. A minor gets no promotion.
    """
    age = under_age(told, today)
    if age == "child":
        erase(db, person.id, actor="bot", why=why)
        return False
    keep_birthday(db, member, told)
    if age == "minor":
        answer_consent(db, person.id, {"promotion": False}, channels=CHANNELS)
    return True
