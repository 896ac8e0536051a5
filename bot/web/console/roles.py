"""Which role may see which screen and do which act: all of it, in this one table.

Whose data she sees on a screen is narrowed further: `may_talk` in `bot/shop/staff/rules.py`.
docs/who-may.md tells both to who runs a shop.
"""

from collections.abc import Mapping

GUIDE, STORE, REGION, HEAD, ENGINEER = (
    "guide",
    "store_manager",
    "regional_manager",
    "head_office",
    "engineer",
)
EVERYBODY = frozenset({GUIDE, STORE, REGION, HEAD, ENGINEER})
SELLERS = EVERYBODY - {ENGINEER}
LEADERS = SELLERS - {GUIDE}

# Pages that are there before anybody has logged in.
WITHOUT_LOGIN = "without_login"

MAY: Mapping[str, frozenset[str]] = {
    WITHOUT_LOGIN: EVERYBODY,
    "account": EVERYBODY,  # her own password, logging out
    "design": EVERYBODY,
    "today": SELLERS,
    "talks": SELLERS,
    "complaints": SELLERS,
    "counter": SELLERS,
    "shop_day": LEADERS,  # today's price of gold, the hours of a day; rain is everybody's
    "customers": SELLERS,
    "one_page": SELLERS,  # what who follows must know of her; a guide sees her own customers' only
    "handover": LEADERS,  # give customers, and what lies with a colleague, to another one
    "merging": LEADERS,  # two records are one person
    "exporting": LEADERS,  # all that is kept of a customer, for her
    "erasing": LEADERS,
    "phones": SELLERS,  # see a whole number; each time is logged
    "settings": LEADERS,  # the red button and shadow mode too
    "staff": LEADERS,  # whose log-in she looks after: `may_lead` in bot/shop/staff/rules.py
    "texts": LEADERS,
    "keys": frozenset({HEAD}),
    "health": frozenset({HEAD, ENGINEER}),
    "audit": frozenset({HEAD}),
}


def is_allowed(role: str, word: str) -> bool:
    """Say whether a role may do what `word` names."""
    return role in MAY[word]
