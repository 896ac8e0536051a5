"""How sure the difference of two shares is: pure.

The interval is Newcombe's, from Wilson's for each share: R. G. Newcombe, Interval estimation for
the difference between independent proportions, Statistics in Medicine 17 (1998), method 10.
"""

from dataclasses import dataclass
from math import sqrt

Z = 1.959964  # 95 in 100
FEWEST_PEOPLE, FEWEST_RETURNS = 100, 5


@dataclass(frozen=True)
class Share:
    """How many of some people did a thing."""

    people: int
    did: int

    @property
    def part(self) -> float:
        return self.did / self.people if self.people else 0.0

    @property
    def is_enough(self) -> bool:
        """Say whether there are enough of both, who did and who did not, to speak of a share."""
        rest = self.people - self.did
        return self.people >= FEWEST_PEOPLE and min(self.did, rest) >= FEWEST_RETURNS


def interval(share: Share) -> tuple[float, float]:
    """Return between what the true share lies, 95 times in 100 (Wilson)."""
    if not share.people:
        return 0.0, 1.0
    n, p, zz = share.people, share.part, Z * Z
    middle, half = p + zz / (2 * n), Z * sqrt(p * (1 - p) / n + zz / (4 * n * n))
    return max(0.0, (middle - half) / (1 + zz / n)), min(1.0, (middle + half) / (1 + zz / n))


def difference(one: Share, other: Share) -> tuple[float, float, float]:
    """Return how much larger the first share is, and between what that lies."""
    (low, high), (other_low, other_high) = interval(one), interval(other)
    apart = one.part - other.part
    down = sqrt((one.part - low) ** 2 + (other_high - other.part) ** 2)
    up = sqrt((high - one.part) ** 2 + (other.part - other_low) ** 2)
    return apart, apart - down, apart + up
