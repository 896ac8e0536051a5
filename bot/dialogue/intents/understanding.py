"""What a message was understood as: the seam between whoever understands and the talk."""

from dataclasses import dataclass
from typing import Protocol

SURE = 0.75
HALF_SURE = 0.45


@dataclass(frozen=True)
class Understanding:
    """The most important wish and how sure it is (0 to 1).

    `also` are further wishes that are sure; `likely` are guesses to offer where nothing is sure.
    """

    intent: str
    confidence: float
    also: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.intent != "other" and self.confidence >= SURE

    @property
    def surely(self) -> str:
        """Return the wish where it is sure, else `other`."""
        return self.intent if self.is_sure else "other"


class Understands(Protocol):
    """Anything that says what a message wants."""

    def understand(self, text: str) -> Understanding:
        """Say what a message wants; never raises."""

    def warm_up(self) -> None:
        """Load what takes time, so that no customer waits for it."""
