"""One person's life with the shop, drawn from her own source of chance and the shop's rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from bot import clock
from bot.demo_data.cast import (
    Example,
    address_of,
    birthday_of,
    name_of,
    openid_of,
    phone_of,
)
from bot.demo_data.ledger import Ledger
from bot.demo_data.plan import Plan, Seat
from bot.demo_data.shopping import Receipt, home_of, moment, receipt_of, with_return
from bot.lunar import Birthday
from bot.shop.stores.rules import Shop, level_for


@dataclass(frozen=True)
class Membership:
    """What joining added, and where her points and purchases have brought her."""

    joined_at: datetime
    level: str
    level_since: datetime
    birthday: Birthday | None
    agreed: Mapping[str, bool]
    ledger: Ledger


@dataclass(frozen=True)
class Life:
    """All there is to know of one person; a passer-by is a receipt and nobody's.

    Nobody has left: whoever stops following is forgotten after a day.
    """

    met_at: datetime
    openid: str | None = None
    reach: str = "unknown"
    name: str | None = None
    phone: str | None = None
    phone_state: str = "none"
    address: str | None = None
    store: str | None = None
    guide: str | None = None
    scene: str | None = None
    membership: Membership | None = None
    receipts: Sequence[Receipt] = field(default_factory=tuple)
    is_known: bool = True


@dataclass(frozen=True)
class Author:
    """Writes lives by a plan, with the names and goods of the example, by the shop's rules."""

    plan: Plan
    example: Example
    shop: Shop

    def life_of(self, seat: Seat) -> Life:
        """Return the same life for the same seat, always."""
        dice = seat.dice(self.plan.seed)
        match seat.kind:
            case "member":
                return self._member(seat, dice)
            case "follower":
                return self._follower(seat, dice)
            case "guest":
                return self._guest(seat, dice)
            case "passer_by":
                receipts = self._receipts(seat, dice, since=self.plan.since, home=None)
                return Life(receipts[0].at, receipts=receipts, is_known=False)

    def _member(self, seat: Seat, dice: Random) -> Life:
        store, guide = home_of(dice, self.shop)
        joined_at = moment(dice, _day(dice, self.plan.since, self.plan.until))
        joined_on = clock.local(joined_at).date()
        receipts = self._receipts(seat, dice, since=joined_on, home=store)
        return Life(
            met_at=joined_at,
            openid=openid_of(seat, self.plan.seed),
            reach="open" if dice.random() < 0.98 else "muted",
            name=name_of(seat, dice, self.example),
            phone=phone_of(seat, self.plan.seed),
            phone_state="verified" if dice.random() < 0.6 else "claimed",
            address=address_of(dice, self.example) if dice.random() < 0.2 else None,
            store=store,
            guide=guide,
            scene=f"store_{guide}" if guide and dice.random() < 0.4 else None,
            membership=self._membership(dice, joined_at, receipts),
            receipts=receipts,
        )

    def _follower(self, seat: Seat, dice: Random) -> Life:
        followed_at = moment(dice, _day(dice, self.plan.since, self.plan.until))
        return Life(followed_at, openid=openid_of(seat, self.plan.seed), reach="open")

    def _guest(self, seat: Seat, dice: Random) -> Life:
        store, _ = home_of(dice, self.shop)
        receipts = self._receipts(seat, dice, since=self.plan.since, home=store)
        return Life(
            met_at=receipts[0].at,
            phone=phone_of(seat, self.plan.seed),
            phone_state="till",
            store=receipts[0].store,
            guide=receipts[0].guide,
            receipts=receipts,
        )

    def _receipts(
        self, seat: Seat, dice: Random, *, since: date, home: str | None
    ) -> tuple[Receipt, ...]:
        days = sorted(_day(dice, since, self.plan.until) for _ in range(seat.receipts))
        goods, initial = self.example.goods, seat.kind[0].upper()
        drawn = (
            receipt_of(
                dice,
                goods,
                self.shop,
                day=day,
                key=f"{self.plan.seed}{initial}{seat.number}-{place}",
                home=home,
            )
            for place, day in enumerate(days)
        )
        whole = (with_return(dice, receipt, self.plan.until) for receipt in drawn)
        return tuple(sorted(whole, key=lambda receipt: receipt.at))

    def _membership(
        self, dice: Random, joined_at: datetime, receipts: Sequence[Receipt]
    ) -> Membership:
        ledger = Ledger.of(receipts, self.shop.points, self.plan.until)
        level, since = self._level(receipts, ledger)
        return Membership(
            joined_at=joined_at,
            level=level,
            level_since=since or joined_at,
            birthday=birthday_of(dice, self.plan.until),
            agreed={
                "service": dice.random() < 0.95,
                "care": dice.random() < 0.85,
                "promotion": dice.random() < 0.55,
            },
            ledger=ledger,
        )

    def _level(self, receipts: Sequence[Receipt], ledger: Ledger) -> tuple[str, datetime | None]:
        """Return the level of the last twelve months, and with which purchase it was reached."""
        first = self.plan.until.replace(day=1)
        first = first.replace(year=first.year - 1)
        recent = [receipt for receipt in receipts if receipt.day >= first]
        levels, points = self.shop.levels, ledger.earned
        spend = sum(receipt.kept_fen for receipt in recent)
        level = level_for(levels, spend_fen=spend, points=points)
        if level is levels[0]:
            return level.word, None
        spend = 0
        for receipt in recent:
            spend += receipt.kept_fen
            if level_for(levels, spend_fen=spend, points=points) is level:
                return level.word, receipt.at
        return level.word, None


def _day(dice: Random, since: date, until: date) -> date:
    return since + timedelta(days=int(dice.random() * ((until - since).days + 1)))
