"""The shop's own terms for complaints: time for each step, days after, what a role may give."""

from datetime import datetime, timedelta
from decimal import Decimal

from pydantic import Field

from bot.shop.stores.parts import Part


class Allowance(Part):
    """How much one role may give for the harm, by itself; coupons in yuan."""

    points: int = Field(0, ge=0)
    coupon: Decimal = Field(Decimal(0), ge=0)
    gift: bool = False


class Allowances(Part):
    """What each role may give."""

    guide: Allowance = Allowance(points=200)
    store_manager: Allowance = Allowance(points=2000, coupon=Decimal(200), gift=True)
    regional_manager: Allowance = Allowance(points=10_000, coupon=Decimal(1000), gift=True)
    head_office: Allowance = Allowance(points=100_000, coupon=Decimal(10_000), gift=True)


class Terms(Part):
    """How complaints are led: `call_*`, `solve` and `ask` in open hours, the rest in days."""

    call_grave: float = Field(1, gt=0)
    call: float = Field(2, gt=0)
    call_mild: float = Field(4, gt=0)
    solve: float = Field(16, gt=0)
    ask: float = Field(24, gt=0)
    follow_up_days: int = Field(3, ge=1)
    silence_days: int = Field(4, ge=1)
    reopen_days: int = Field(30, ge=0)
    may_give: Allowances = Allowances()

    def silence_after(self, now: datetime) -> datetime:
        """Return when her silence is an answer."""
        return now + timedelta(days=self.silence_days)

    def follow_up_after(self, now: datetime) -> datetime:
        """Return when she is asked about the thing itself."""
        return now + timedelta(days=self.follow_up_days)

    def allowance(self, role: str) -> Allowance:
        """Return what a role may give; one that is not named gives nothing."""
        found = getattr(self.may_give, role, None)
        return found if isinstance(found, Allowance) else Allowance()
