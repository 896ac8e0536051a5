"""What a customer's answer means: pure functions from her words to a value.

A parser reads the answer to its question and raises `Unclear`; a spotter
(`spot_…`) finds a sure answer in any message and never guesses.
"""

from bot.dialogue.answers.appointments import day, moment, spot_moment
from bot.dialogue.answers.birthdays import birthday, spot_birthday, under_age
from bot.dialogue.answers.cards import spot_id_or_bank
from bot.dialogue.answers.choices import choice, spot_choice
from bot.dialogue.answers.codes import sms_code
from bot.dialogue.answers.consent import consent
from bot.dialogue.answers.context import Context, Unclear
from bot.dialogue.answers.dear_days import DearDay, dear_date, dear_day, spot_dear_date
from bot.dialogue.answers.emails import MailWord, email, mail_word, spot_email
from bot.dialogue.answers.friends import friend_code, says_brought
from bot.dialogue.answers.names import name, spot_name
from bot.dialogue.answers.phones import phone, spot_phone
from bot.dialogue.answers.quantities import quantity, spot_quantity
from bot.dialogue.answers.remarks import already_member, asks_why, refuses
from bot.dialogue.answers.scores import says_more, score, spot_score
from bot.dialogue.answers.shifts import only_shifts, shifted
from bot.dialogue.answers.visit_wishes import VisitWish, only_asks, visit_wish
from bot.dialogue.answers.visits import (
    VisitTime,
    address,
    service,
    spot_service,
    spot_store,
    spot_visit,
    store,
    visit,
    visit_or_no,
)
from bot.dialogue.answers.yesno import yes_no

UNCLEAR_KEYS = (
    "address_unclear",
    "birthday_calendar",
    "birthday_day",
    "birthday_future",
    "birthday_no_such_day",
    "birthday_unclear",
    "birthday_which",
    "birthday_year",
    "choice_unclear",
    "choice_which",
    "code_digits",
    "code_unclear",
    "consent_which",
    "email_two",
    "email_unclear",
    "moment_day",
    "moment_half",
    "moment_hour",
    "moment_hours",
    "moment_no_such_day",
    "moment_past",
    "moment_today",
    "moment_unclear",
    "moment_weekend",
    "moment_which",
    "name_unclear",
    "phone_digits",
    "phone_foreign",
    "phone_landline",
    "phone_two",
    "phone_unclear",
    "quantity_none",
    "quantity_unclear",
    "quantity_which",
    "score_unclear",
    "score_which",
    "yes_no_unclear",
)

__all__ = [
    "UNCLEAR_KEYS",
    "Context",
    "DearDay",
    "MailWord",
    "Unclear",
    "VisitTime",
    "VisitWish",
    "address",
    "already_member",
    "asks_why",
    "birthday",
    "choice",
    "consent",
    "day",
    "dear_date",
    "dear_day",
    "email",
    "friend_code",
    "mail_word",
    "moment",
    "name",
    "only_asks",
    "only_shifts",
    "phone",
    "quantity",
    "refuses",
    "says_brought",
    "says_more",
    "score",
    "service",
    "shifted",
    "sms_code",
    "spot_birthday",
    "spot_choice",
    "spot_dear_date",
    "spot_email",
    "spot_id_or_bank",
    "spot_moment",
    "spot_name",
    "spot_phone",
    "spot_quantity",
    "spot_score",
    "spot_service",
    "spot_store",
    "spot_visit",
    "store",
    "under_age",
    "visit",
    "visit_or_no",
    "visit_wish",
    "yes_no",
]
