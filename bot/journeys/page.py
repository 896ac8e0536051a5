"""The page of all journeys, `docs/journeys.md`, written from the files themselves."""

from collections.abc import Iterable, Iterator, Mapping

from bot.journeys.plans import Journey, Step
from bot.journeys.wordings import Wordings

HEAD = """# Journeys: when the shop speaks first

Written by `flask --app wsgi care journeys > docs/journeys.md` from `content/care/*.toml`: change
those, then write this page anew. Whether a message that is due may go is decided on its day
(consent, complaints, quiet hours, how much she has heard from us); `care preview` plays it for one
member, `care why` says what became of it. The lower a rank, the later it gives way.
"""
TRIGGERS = {
    "purchase": "counts from each purchase of a member that did not come back",
    "spend": "comes when what a member has kept of all she bought passes an amount, once for each",
    "newcomer": "counts from the day on which somebody a friend brought became a member",
    "birthday": "comes on a member's birthday, solar or lunar as she gave it",
    "anniversary": "comes on a day that a member told us of, such as a wedding day",
    "calendar": "comes on days of the calendar, for every member",
    "unseen": "counts from a member's last purchase, if she neither came nor wrote since",
    "top_spender": "comes on a day of the year, to who bought the most in her region",
    "replenish": "comes when what a member bought will be used up, by her own rhythm or the cycle",
    "event": "is queued by what she or the shop does",
}
WITHOUT_DOOR = {
    "task": "a task for her guide, with the words",
    "wait": "rides along in the next answer to her, else lapses",
    "skip": "is dropped",
}
PRESENTS = {"too": "", "never": ", not for presents", "only": ", for presents"}


def page(journeys: Mapping[str, Journey], wordings: Mapping[str, Wordings]) -> str:
    """Return the page; `wordings` are those of each trade."""
    parts = [HEAD, *("\n".join(_told(each, wordings)) for each in journeys.values())]
    return "\n".join(parts)


def _told(journey: Journey, wordings: Mapping[str, Wordings]) -> Iterator[str]:
    yield f"## {journey.word}: {journey.title}"
    yield f"It {TRIGGERS.get(journey.trigger, journey.trigger)}. {_goes(journey)}"
    yield ""
    yield f"| step | comes | rank | doors | without a door | texts ({', '.join(wordings)}) |"
    yield "|---|---|---|---|---|---|"
    for step in journey.steps:
        yield _row(journey, step, wordings)
    yield ""


def _goes(journey: Journey) -> str:
    told = [f"Purpose {journey.purpose}, topic {journey.topic}, at {journey.at:%H:%M}"]
    told += [f"in time for {journey.for_days} day(s)"]
    told += [f"not twice within {journey.apart_days} days"] if journey.apart_days else []
    told += ["no text twice within a year"] if journey.never_again else []
    if journey.done_by_visit_days:
        told += [f"not for who came within {journey.done_by_visit_days} days"]
    told += [f"{journey.control} % never get it, for comparison"] if journey.control else []
    return f"{'; '.join(told)}. Stopped by: {journey.stopped_by}."


def _row(journey: Journey, step: Step, wordings: Mapping[str, Wordings]) -> str:
    manner = journey.manner(step)
    cells = (
        step.word,
        f"{_when(step)}{PRESENTS[step.presents]}",
        str(manner.rank),
        " → ".join(manner.doors) or "none",
        WITHOUT_DOOR[manner.without_door],
        " / ".join(str(_count(each, journey, step)) for each in wordings.values()),
    )
    return f"| {' | '.join(cells)} |"


def _when(step: Step) -> str:
    if step.day:
        return step.day
    if step.every_months:
        return f"every {step.every_months} months until {step.until_months}"
    if step.every_days:
        return f"day {step.after_days}, then every {step.every_days} until {step.until_days}"
    if step.cycle_days:
        return f"after {step.cycle_days} days for each piece"
    return f"day {step.after_days}" if step.after_days else "on the day"


def _count(wordings: Wordings, journey: Journey, step: Step) -> int:
    pools: Iterable[str] = {*step.pools, *step.lunar_pools}
    return sum(len(wordings.pool(journey.word, pool)) for pool in pools)
