"""How often the shop speaks of its own accord, and when it rests, as its file says."""

from datetime import date, timedelta

from pydantic import Field, model_validator

from bot.shop.stores.parts import Part, Word


class Courtesy(Part):
    """The most that one customer hears unasked, over all doors: in 7, 30 and 365 days.

    Of a year's number `kept` are for what comes first of all (her birthday, 春节), and `kept_low`
    for whatever does not come last. Offers have a number of their own within it.
    """

    week: int = Field(1, ge=1, le=7)
    month: int = Field(3, ge=1, le=31)
    year: int = Field(36, ge=1, le=366)
    kept: int = Field(4, ge=0, le=366)
    kept_low: int = Field(12, ge=0, le=366)
    offers_week: int = Field(1, ge=1, le=7)

    @model_validator(mode="after")
    def _leaves_something(self) -> "Courtesy":
        if not self.kept <= self.kept_low < self.year:
            raise ValueError("kept must be at most kept_low, and kept_low less than year")
        return self


class Rest(Part):
    """Days on which the shop rests and says nothing of its own accord."""

    first: date
    last: date
    why: Word

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Rest":
        if self.last < self.first:
            raise ValueError("must not end before it begins")
        return self


class Care(Part):
    """When the shop does not speak first, and how many tasks of care one colleague gets a day."""

    rest: tuple[Rest, ...] = ()
    tasks_a_day: int = Field(10, ge=1, le=200)

    def resting(self, day: date) -> Rest | None:
        """Return the rest that a day belongs to."""
        return next((rest for rest in self.rest if rest.first <= day <= rest.last), None)

    def opens_again(self, day: date) -> date:
        """Return the first day from this one on that belongs to no rest."""
        while rest := self.resting(day):
            day = rest.last + timedelta(days=1)
        return day
