"""What is given for the harm: points and a coupon at once, a gift with the solution; its words."""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy.orm import Session

from bot import clock
from bot.shop.complaints.actions import keep
from bot.shop.complaints.models import Complaint
from bot.shop.complaints.rules import Compensation
from bot.shop.coupons.actions import give_coupon
from bot.shop.coupons.rules import CouponRule
from bot.shop.points.actions import earn_points
from bot.shop.points.rules import expiry
from bot.shop.refusal import Refused
from bot.texts import line
from bot.usecases.complaining.telling import House

BY_AMOUNT = "complaint"  # the word of a coupon that is no rule of the shop's
GOOD_FOR = 180  # days


def worth(house: House, given: Compensation) -> Compensation:
    """Return a compensation whose coupon is known; raise Refused for one the shop does not have."""
    if not given.coupon:
        return given
    rule = _rule(house, given)
    return replace(given, coupon=rule.word, coupon_fen=int(rule.off * 100))


def give(db: Session, house: House, complaint: Complaint, given: Compensation, *, by: str) -> None:
    """Give points and coupon now, once in a round, whatever she will say to the solution."""
    source = f"complaint:{complaint.id}:{complaint.round}"
    if given.points:
        earn_points(
            db,
            complaint.person_id,
            given.points,
            kind="complaint",
            source=source,
            about={"complaint": complaint.id},
            expires_on=expiry(clock.today(), house.shop.points.on(clock.today()).expire_months),
        )
    if given.coupon or given.coupon_fen:
        rule, today = _rule(house, given), clock.today()
        give_coupon(db, complaint.person_id, rule, source=source, by=by, today=today)
    if told := in_words(house, replace(given, gift="")):
        keep(db, complaint, "compensate", "given", told, who=by)


def in_words(house: House, given: Compensation) -> str:
    """Return what is given, in words."""
    lines = []
    if given.points:
        lines.append(line("complaint.given_points", points=f"{given.points:,}"))
    if given.coupon_fen:
        yuan = f"{given.coupon_fen / 100:,.2f}".removesuffix(".00")
        lines.append(line("complaint.given_coupon", yuan=yuan))
    elif given.coupon:
        lines.append(line("complaint.given_named", what=_rule(house, given).name))
    if given.gift:
        lines.append(line("complaint.given_named", what=given.gift))
    return "、".join(house.texts.render(each) for each in lines)


def _rule(house: House, given: Compensation) -> CouponRule:
    """Return the shop's coupon of this word or name, or one over an amount."""
    if not given.coupon:
        name = house.texts.render(line("complaint.coupon_name"))
        off = Decimal(given.coupon_fen) / 100
        return CouponRule(word=BY_AMOUNT, name=name, off=off, days=GOOD_FOR)
    for rule in house.shop.coupons:
        if given.coupon in (rule.word, rule.name):
            return rule
    raise Refused("complaint_coupon", coupon=given.coupon)
