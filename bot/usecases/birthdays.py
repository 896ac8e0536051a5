"""She tells her birthday: kept as she gave it, and what her age forbids is stopped."""

from datetime import date

from sqlalchemy.orm import Session

from bot.dialogue.answers import under_age
from bot.lunar import Birthday
from bot.shop.consent.actions import answer_consent, withdraw_all
from bot.shop.members.actions import close_membership, keep_birthday
from bot.shop.members.models import Member
from bot.shop.people.models import Person


def tell_birthday(db: Session, person: Person, member: Member, told: Birthday, today: date) -> bool:
    """Keep a birthday; return False for a child, whose membership ends instead.

    Under 14 a guardian must agree (Personal Information Protection Law, article 31); a minor gets
    no promotion.
    """
    age = under_age(told, today)
    if age == "child":
        close_membership(db, person, member, why="under_age")
        withdraw_all(db, person.id)
        return False
    keep_birthday(db, member, told)
    if age == "minor":
        answer_consent(db, person.id, {"promotion": False})
    return True
