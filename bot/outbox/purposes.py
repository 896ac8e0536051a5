"""What a message is for, and what is checked because of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Purpose:
    """What is checked for one purpose."""

    needs_consent: bool
    keeps_quiet: bool
    only_after_writing: bool
    by_message: bool
    rides: bool
    task: bool
    by_card: bool = False
    waits: bool = True
    by_mass: bool = False
    by_mail: bool = False
    by_sms: bool = False


PURPOSES = {
    "reply": Purpose(False, False, False, True, rides=False, task=True),
    # what proves a phone goes to that phone and nowhere else
    "code": Purpose(False, False, False, False, rides=False, task=False, by_sms=True),
    "service": Purpose(False, True, False, True, rides=True, task=True, by_card=True, by_sms=True),
    # a case never waits for her to write, and nothing of it is dropped
    "complaint": Purpose(
        False, True, False, True, rides=True, task=True, by_card=True, waits=False, by_sms=True
    ),
    "care": Purpose(
        True, True, True, True, rides=True, task=True, by_mass=True, by_mail=True, by_sms=True
    ),
    "promotion": Purpose(
        True, True, True, False, rides=False, task=False, by_mass=True, by_mail=True, by_sms=True
    ),
    "staff": Purpose(False, False, False, True, rides=False, task=False),
}


# What she asked for, and what colleagues hear: shadow mode hides none of it.
ANSWERS = ("reply", "code", "staff")
# What the shop says of its own accord; the day's thanks are a service, and yet unasked.
UNASKED_PURPOSES = ("care", "promotion")
UNASKED_JOURNEYS = (
    *("thanks", "referral", "points", "level", "coupon"),
    *("large_purchase", "referral_care"),
)
