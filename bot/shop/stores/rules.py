"""The shop's own rules as its file gives them: stores, hours, people, levels, points."""

from datetime import date, datetime, time
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from bot import clock
from bot.shop.complaints.terms import Terms
from bot.shop.coupons.rules import CouponRule
from bot.shop.gifts.rules import Gift
from bot.shop.members.rules import LevelRules
from bot.shop.owning.rules import Owning
from bot.shop.points.terms import PointRules
from bot.shop.purchases.rules import Presents
from bot.shop.referrals.rules import Recommending
from bot.shop.stores.courtesy import Care, Courtesy
from bot.shop.stores.parts import Key, Part, TemplateId, Word, span
from bot.shop.stores.segments import Segments
from bot.shop.stores.services import BookingRules, Service, Specialist, check_services
from bot.shop.surveys.rules import Surveys

EARTH_KM = 6371.0


class ShopFileError(Exception):
    """The shop's file can't be used; the text names the place and what is wrong."""


class About(Part):
    """Who the shop is: shown at the first contact and wherever data are asked for."""

    name: Word
    helper: Word
    handler: Word
    service_phone: Word


class Level(Part):
    """A level of membership: reached by points or by spend of the last twelve months."""

    word: Key
    name: Word
    points: int | None = Field(None, ge=0)
    spend: Decimal | None = Field(None, ge=0)
    brings: str = Field(min_length=1, max_length=200)


class Closed(Part):
    """Days on which a store keeps other hours, or none."""

    first: date
    last: date
    hours: str = ""
    why: Word


class Hours(Part):
    """When a store is open; `weekend` stands for Saturday and Sunday where it differs."""

    daily: str
    weekend: str = ""

    @field_validator("daily", "weekend")
    @classmethod
    def _is_a_span(cls, value: str) -> str:
        if value:
            span(value)
        return value


class StoreInfo(Part):
    """One store."""

    name: Word
    address: str
    phone: str
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    directions: str = ""
    region: Word | None = None
    hours: Hours
    other_days: tuple[Closed, ...] = ()

    def hours_on(self, day: date) -> str:
        """Return the hours of a day such as `10:00-21:30`, or "" when it is closed."""
        for other in self.other_days:
            if other.first <= day <= other.last:
                return other.hours
        weekend = day.weekday() >= 5
        return (self.hours.weekend if weekend else "") or self.hours.daily

    def opens_on(self, day: date) -> time | None:
        """Return when the store opens on a day, or None when it is closed."""
        hours = self.hours_on(day)
        return span(hours)[0] if hours else None

    def is_open(self, moment: datetime) -> bool:
        """Say whether the store is open at a moment of its own time zone."""
        hours = self.hours_on(moment.date())
        if not hours:
            return False
        opens, closes = span(hours)
        return opens <= moment.time() < closes

    def km_from(self, latitude: float, longitude: float) -> float:
        """Return the distance as the crow flies (haversine)."""
        here, there = radians(latitude), radians(self.latitude)
        dy, dx = there - here, radians(self.longitude - longitude)
        half = sin(dy / 2) ** 2 + cos(here) * cos(there) * sin(dx / 2) ** 2
        return 2 * EARTH_KM * asin(sqrt(half))


class Colleague(Part):
    """Somebody who works for the shop."""

    login: Annotated[str, Field(pattern=r"^[a-z0-9_.-]{1,60}$")]
    name: Word
    role: Literal["guide", "store_manager", "regional_manager", "head_office", "engineer"]
    store: str | None = None


class Promotion(Part):
    """Something that is on in the shop for some days, and what it is about."""

    name: Word
    first: date
    last: date
    what: str = Field(min_length=1, max_length=200)


class Rain(Part):
    """That it rains at a store since a moment; `until` is empty while it still does."""

    store: Word
    since: datetime
    until: datetime | None = None


class Today(Part):
    """What changes from day to day and customers ask for; a price counts on its day alone.

    `rain` stands in no file: it is said at the counter.
    """

    gold_price: Decimal | None = Field(None, gt=0)
    gold_price_on: date | None = None
    promotions: tuple[Promotion, ...] = ()
    rain: tuple[Rain, ...] = Field((), exclude=True)

    def rained(self, store: str | None, moment: datetime) -> bool:
        """Say whether it rained at a store at a moment of today or yesterday."""
        day = clock.local(moment).date()
        return any(
            rain.store == store
            and clock.local(rain.since).date() == day
            and rain.since <= moment
            and (rain.until is None or moment < rain.until)
            for rain in self.rain
        )

    def gold_on(self, day: date) -> Decimal | None:
        """Return the gold price of a day, in yuan a gram, or None where nobody has set it."""
        return self.gold_price if self.gold_price_on == day else None

    def promotions_on(self, day: date) -> list[Promotion]:
        """Return what is on."""
        return [each for each in self.promotions if each.first <= day <= each.last]


class Shop(Part):
    """The whole file; a wrong one is refused with every place that is wrong."""

    shop: About
    points: PointRules = PointRules()
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    level_rules: LevelRules = LevelRules()
    stores: tuple[StoreInfo, ...] = ()
    people: tuple[Colleague, ...] = ()
    gifts: tuple[Gift, ...] = ()
    coupons: tuple[CouponRule, ...] = ()
    today: Today = Today()
    recommending: Recommending = Recommending()
    surveys: Surveys = Surveys()
    presents: Presents = Presents()
    booking: BookingRules = BookingRules()
    courtesy: Courtesy = Courtesy()
    care: Care = Care()
    owning: Owning = Owning()
    complaints: Terms = Terms()
    segments: Segments = Segments()
    services: tuple[Service, ...] = ()
    specialists: tuple[Specialist, ...] = ()
    templates: dict[str, TemplateId] = Field(default_factory=dict)

    @field_validator("levels")
    @classmethod
    def _starts_at_nothing(cls, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        if any(levels[0].model_dump()[rule] for rule in ("points", "spend")):
            raise ValueError("the first level must ask for nothing: every new member gets it")
        if len({level.word for level in levels}) != len(levels):
            raise ValueError("two levels have one word")
        return levels

    @model_validator(mode="after")
    def _people_work_in_known_stores(self) -> "Shop":
        names = {store.name for store in self.stores}
        for colleague in self.people:
            if colleague.store and colleague.store not in names:
                raise ValueError(f"{colleague.login} works in {colleague.store}, which is no store")
        return self

    @model_validator(mode="after")
    def _services_are_given(self) -> "Shop":
        stores = {store.name for store in self.stores}
        check_services(self.services, self.specialists, stores)
        return self

    @model_validator(mode="after")
    def _gifts_and_coupons_name_what_there_is(self) -> "Shop":
        known = {*(store.name for store in self.stores), *(level.word for level in self.levels)}
        wanted = [(gift.word, (*gift.stores, *gift.levels)) for gift in self.gifts]
        wanted += [(coupon.word, coupon.levels) for coupon in self.coupons]
        for word, names in wanted:
            if strange := {*names} - known:
                raise ValueError(f"{word}: nobody knows {'、'.join(sorted(strange))}")
        if len({word for word, _ in wanted}) != len(wanted):
            raise ValueError("two gifts or coupons have one word")
        return self

    def on(self, day: date) -> "Shop":
        """Return the shop with the prices of a day: a gift may cost more from a day on."""
        return self.model_copy(update={"gifts": tuple(gift.on(day) for gift in self.gifts)})

    def level(self, word: str) -> Level:
        """Return a level by its word; one that was taken out of the file counts as the first."""
        return next((level for level in self.levels if level.word == word), self.levels[0])

    def store(self, name: str | None) -> StoreInfo | None:
        return next((store for store in self.stores if store.name == name), None)

    def colleague(self, login: str | None) -> Colleague | None:
        return next((one for one in self.people if login in (one.login, one.name)), None)

    def service(self, word: str | None) -> Service | None:
        return next((each for each in self.services if each.word == word), None)

    def stores_for(self, service: str) -> list[str]:
        """Return the stores in which somebody gives a service."""
        givers = [each.store for each in self.specialists if service in each.skills]
        return [store.name for store in self.stores if store.name in givers]

    def gift(self, word: str) -> Gift | None:
        return next((gift for gift in self.gifts if gift.word == word), None)

    def coupon(self, word: str) -> CouponRule | None:
        return next((coupon for coupon in self.coupons if coupon.word == word), None)

    def nearest(self, latitude: float, longitude: float) -> list[tuple[StoreInfo, float]]:
        """Return the stores with their distance in km, nearest first."""
        pairs = [(store, store.km_from(latitude, longitude)) for store in self.stores]
        return sorted(pairs, key=lambda pair: pair[1])


def read_shop(content: dict[str, Any]) -> Shop:
    """Check a parsed file; raise ShopFileError with every wrong place, one a line."""
    try:
        return Shop.model_validate(content)
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg'].removeprefix('Value error, ')}"
            for e in error.errors()
        ]
        raise ShopFileError("\n".join(lines)) from error


def level_for(levels: tuple[Level, ...], *, spend_fen: int, points: int) -> Level:
    """Return the highest level that the spend or the points of twelve months reach."""
    reached = levels[0]
    for level in levels[1:]:
        by_spend = level.spend is not None and spend_fen >= level.spend * 100
        by_points = level.points is not None and points >= level.points
        if by_spend or by_points:
            reached = level
    return reached
