"""Which step a complaint is in, what may come next, and who must do it by when: pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from bot.shop.complaints.terms import Allowance, Terms
from bot.shop.stores.hours import open_time
from bot.shop.stores.rules import StoreInfo

Severity = Literal["mild", "serious", "grave"]

STEPS = (
    "listen",
    "talk",
    "apologise",
    "analyse",
    "explain",
    "handle",
    "compensate",
    "result",
    "feedback",
)
KINDS = (
    "quality",
    "wrong",
    "service",
    "waiting",
    "delivery",
    "price",
    "promise",
    "repair",
    "refund",
    "privacy",
    "other",
)
MATTERS = ("injury", "fake", "law", "authority", "media")
APART = frozenset({"service", "price", "privacy"})  # matters of their own, whatever she bought
RUNGS = ("guide", "store_manager", "regional_manager", "head_office")

# The evidence that fulfils a step; whatever else is noted under it is history.
PROVES: Mapping[str, frozenset[str]] = {
    "listen": frozenset({"told", "seen", "noted"}),
    "talk": frozenset({"answered", "noted"}),
    "apologise": frozenset({"answered", "noted"}),
    "analyse": frozenset({"restated", "confirmed", "noted"}),
    "explain": frozenset({"promised", "noted"}),
    "handle": frozenset({"done"}),
    "compensate": frozenset({"given", "none_due", "noted"}),
    "result": frozenset({"satisfied", "unsatisfied", "silent", "noted"}),
    "feedback": frozenset({"well", "unwell", "silent", "noted"}),
}
# What must be proved before something may be done; nobody and nothing goes round these.
GATES: Mapping[str, tuple[str, ...]] = {
    "decide": STEPS[:5],
    "result": ("handle",),
    "feedback": ("handle", "result"),
}
# Steps that may be left out, with a reason; she is always heard, and it is always solved.
MAY_SKIP = frozenset({"analyse", "explain", "compensate", "result", "feedback"})
MAY_SKIP_AS = RUNGS[1:]
JUST_PAST = timedelta(minutes=5)
KEPT = frozenset(STEPS[:5])  # a second chance need not hear her whole story again


class Fact(NamedTuple):
    """One piece of evidence: for which step, what it is, in which round of solving."""

    step: str
    word: str
    round: int


@dataclass(frozen=True)
class Heard:
    """What was understood of her words; what she did not say is None."""

    words: str
    kind: str | None = None
    thing: str | None = None
    trouble: str | None = None
    feeling: str | None = None
    wish: str | None = None
    angry: bool = False
    matters: tuple[str, ...] = ()
    tells: bool = True


@dataclass(frozen=True)
class Compensation:
    """What is given for the harm, apart from the solution; a named coupon has no amount."""

    points: int = 0
    coupon_fen: int = 0
    coupon: str = ""
    gift: str = ""

    def __bool__(self) -> bool:
        return bool(self.points or self.coupon_fen or self.coupon or self.gift)


@dataclass(frozen=True)
class Proved:
    """What the evidence says: which steps are fulfilled in this round."""

    facts: Sequence[Fact]
    round: int = 1
    steps: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        found = frozenset(step for step in STEPS if self._is_proved(step))
        object.__setattr__(self, "steps", found)

    @property
    def step(self) -> str:
        """Return the first step without its evidence; the last one where all is proved."""
        return next((step for step in STEPS if step not in self.steps), STEPS[-1])

    def has(self, step: str, word: str) -> bool:
        return any((f.step, f.word) == (step, word) for f in self._of(step))

    def missing_for(self, deed: str) -> str | None:
        """Return the step that must come before a deed, or None where the way is free."""
        return next((step for step in GATES.get(deed, ()) if step not in self.steps), None)

    def _of(self, step: str) -> list[Fact]:
        return [f for f in self.facts if f.step == step and (step in KEPT or f.round == self.round)]

    def _is_proved(self, step: str) -> bool:
        words = [fact.word for fact in self._of(step)]
        if "skipped" in words:
            return True
        while "corrected" in words:  # what she put right must be said anew
            words = words[words.index("corrected") + 1 :]
        return any(word in PROVES[step] for word in words)


def number_of(step: str) -> int:
    """Return a step's number, as the outside counts them."""
    return STEPS.index(step) + 1


def is_another(about: Mapping[str, Any], kind: str, heard: Heard) -> bool:
    """Say whether she speaks of another matter than this case: another thing, people, or money."""
    if not heard.tells or heard.kind is None:
        return False
    if heard.thing and "thing" in about["named"]:
        return bool(heard.thing != about["thing"])
    return heard.kind != kind and not APART.isdisjoint({heard.kind, kind}) and kind != "other"


def severity_of(usual: Severity, *, angry: bool, matters: Collection[str]) -> Severity:
    """Return how grave it is: by what it is about, and by her temper."""
    if matters:
        return "grave"
    return "serious" if angry and usual == "mild" else usual


def first_rung(severity: Severity, kind: str, *, has_guide: bool) -> str:
    """Return who leads it first: her guide in mild matters that are not about people."""
    if severity == "mild" and has_guide and kind != "service":
        return "guide"
    return "store_manager"


def is_beyond(given: Compensation, limit: Allowance) -> bool:
    """Say whether a compensation is more than a role may give."""
    named = bool(given.gift or (given.coupon and not given.coupon_fen))
    return (
        given.points > limit.points
        or given.coupon_fen > limit.coupon * 100
        or (named and not limit.gift)
    )


def hours_for(step: str, severity: Severity, terms: Terms) -> float:
    """Return how many open hours people have for a step."""
    if STEPS.index(step) <= STEPS.index("explain"):
        return {"mild": terms.call_mild, "serious": terms.call, "grave": terms.call_grave}[severity]
    return terms.solve if step in ("handle", "compensate") else terms.ask


def deadline_for(
    step: str,
    severity: Severity,
    now: datetime,
    *,
    terms: Terms,
    store: StoreInfo | None,
) -> datetime:
    """Return by when a step must be done: in the hours its store is open."""
    return _rounded(open_time(store, now, timedelta(hours=hours_for(step, severity, terms))))


class Climbed(NamedTuple):
    """Where a case stands after missed deadlines: who leads it, and by when."""

    rung: str
    deadline: datetime


def climbed(
    rung: str,
    deadline: datetime,
    now: datetime,
    *,
    hours: float,
    store: StoreInfo | None,
    rungs: Iterable[str] = RUNGS,
) -> Climbed:
    """Go up a rung for each deadline that has passed; the top one gets a new deadline from now.

    Several may have passed while nobody looked: it goes up as often as it would have gone.
    """
    upward = list(rungs)
    time = timedelta(hours=hours)
    while deadline <= now and upward.index(rung) < len(upward) - 1:
        rung = upward[upward.index(rung) + 1]
        deadline = open_time(store, deadline, time)
    return Climbed(rung, _rounded(deadline if deadline > now else open_time(store, now, time)))


def _rounded(moment: datetime) -> datetime:
    """Return the next half hour, or the last where it is just past: an hour that people say."""
    past = timedelta(
        minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond
    )
    whole = moment - past
    return whole if past < JUST_PAST else whole + timedelta(minutes=30)
