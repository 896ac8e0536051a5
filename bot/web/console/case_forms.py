"""What was typed in the forms of a case, read; what can't be is refused with a sentence."""

import re
from decimal import Decimal

from flask import request
from sqlalchemy.orm import Session

from bot.shop.complaints.causes import bought_by
from bot.shop.complaints.models import Complaint
from bot.shop.complaints.rules import STEPS, Compensation
from bot.shop.purchases.models import Purchase, PurchaseLine
from bot.shop.refusal import Refused
from bot.usecases.complaining.deciding import Noted

LONGEST, SHORT = 600, 60
MOST_POINTS = 10_000_000
_YUAN = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def check_round(complaint: Complaint) -> None:
    """Raise Refused where she acts on what was true before the case was opened again."""
    seen = request.form.get("round", "")
    if seen and seen != str(complaint.round):
        raise Refused("complaint_moved_on")


def step() -> str:
    """Return the step that was chosen."""
    chosen = request.form.get("step", "")
    if chosen not in STEPS:
        raise Refused("step_unknown")
    return chosen


def noted() -> Noted:
    """Return what is to be noted; which button was pressed says whether she is content."""
    content = request.form.get("content")
    return Noted(step(), words("what"), None if not content else content == "yes")


def compensation() -> Compensation:
    """Return what is to be given: points, a coupon by its amount or its name, a gift."""
    points, coupon = request.form.get("points", "").strip(), short("coupon") or ""
    if points and not (points.isascii() and points.isdecimal() and int(points) <= MOST_POINTS):
        raise Refused("points_wrong")
    fen = int(Decimal(coupon) * 100) if _YUAN.fullmatch(coupon) else 0
    return Compensation(int(points or 0), fen, "" if fen else coupon, short("gift") or "")


def words(name: str) -> str:
    """Return what must be typed."""
    typed = maybe(name)
    if typed is None:
        raise Refused("words_empty")
    return typed


def maybe(name: str, longest: int = LONGEST) -> str | None:
    """Return what may be typed."""
    typed = _UNSTORABLE.sub("", request.form.get(name, "")).replace("\r\n", "\n").strip()
    if len(typed) > longest:
        raise Refused("words_long", longest=longest)
    return typed or None


def short(name: str) -> str | None:
    """Return a word or two that may be typed."""
    return maybe(name, SHORT)


def bought(db: Session, complaint: Complaint) -> tuple[Purchase, PurchaseLine] | None:
    """Return the line of a receipt of hers that was chosen."""
    chosen = request.form.get("item", "")
    for purchase, item in bought_by(db, complaint.person_id):
        if chosen == f"{purchase.id}-{item.number}":
            return purchase, item
    return None
