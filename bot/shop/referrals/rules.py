"""What recommending brings, and when: pure."""

from datetime import date, datetime, time, timedelta

from pydantic import Field

from bot import clock
from bot.shop.stores.parts import Part

GIVEN_AT = time(10)


class Recommending(Part):
    """What a member gets whose friend has bought and kept something; 0 points are thanks alone.

    Nobody is asked to recommend us twice within `ask_days`.
    """

    points: int = Field(0, ge=0, le=100_000)
    return_days: int = Field(7, ge=0, le=90)
    from_yuan: int = Field(0, ge=0)
    ask_days: int = Field(90, ge=1, le=3650)

    def counts(self, kept_fen: int) -> bool:
        """Say whether what a newcomer kept is enough."""
        return kept_fen > 0 and kept_fen >= self.from_yuan * 100

    def due(self, bought_on: date) -> datetime:
        """Return when the reward may be given: the morning after the last day for returning."""
        return clock.at(bought_on + timedelta(days=self.return_days + 1), GIVEN_AT)
