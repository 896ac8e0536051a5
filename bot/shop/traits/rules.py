"""Which traits there are, what is never noted, and how well a file is kept: pure."""

import re
from collections.abc import Collection

HARD = ("sizes",)
SOFT = (
    *("called", "taboos", "tags", "style", "habits", "hobbies"),
    *("work", "family", "temper", "service", "offers"),
)
KINDS = (*SOFT[:2], *HARD, *SOFT[2:])
LONGEST = 300
HARD_WEIGHT, SOFT_WEIGHT = 20, 80
# Identity cards and bank cards; health, pregnancy, faith and marriage trouble are sensitive
# (Personal Information Protection Law, article 28) and serve no shop.
_NEVER = re.compile(
    r"[0-9][0-9 -]{13,20}[0-9Xx]|怀孕|孕期|流产|癌|肿瘤|糖尿病|高血压|抑郁|乙肝|艾滋"
    r"|信佛|信教|基督徒|穆斯林|离婚|外遇|出轨|婚变"
)


def never_noted(words: str) -> str | None:
    """Return what in some words is never noted of a customer, None where nothing is."""
    found = _NEVER.search(words)
    return found[0] if found else None


def file_score(*, hard: Collection[bool], soft: Collection[bool]) -> int:
    """Return how full a file is, from 0 to 100: who she is counts more than her numbers."""
    parts = ((HARD_WEIGHT, hard), (SOFT_WEIGHT, soft))
    return round(sum(weight * sum(known) / len(known) for weight, known in parts))
