"""Whether every text that is said exists, and every text that exists is said.

The code names its texts whole, so that a search finds them: `"points.balance"` needs that text.
Where a word of the code chooses one (`f"story.{state}"`), the family below lists the words.
"""

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from bot.dialogue.answers import UNCLEAR_KEYS
from bot.dialogue.conversation import Handler
from bot.dialogue.flow import Do, Flow
from bot.outbox.mass.deliver import KNOWN_REFUSALS
from bot.outbox.models import STATES
from bot.outbox.purposes import PURPOSES
from bot.outbox.reach import DOORS, SHUT
from bot.shop.complaints.causes import CAUSES
from bot.shop.complaints.rules import KINDS, MATTERS, PROVES, RUNGS, STEPS
from bot.shop.staff.models import ROLES
from bot.shop.wishes.models import CHANNELS
from bot.shop.works.rules import courses
from bot.texts_check.book import Fault, Text
from bot.texts_check.sources import ANYTHING, named_in, named_in_page
from bot.usecases.timeline import OTHER, VERBS

BOT = Path(__file__).resolve().parent.parent
STANDS = ("listening", "waiting", "late", "decided", "done", "following", "quiet")
LATER = "_later"  # how thanks are said on a later day

FAMILIES: dict[str, Iterable[str]] = {
    "answers.{}": UNCLEAR_KEYS,
    "story.{}": STATES,
    "story.by_{}": DOORS,
    "story.share_{}": ("planned", "waiting", "skipped", "failed", "uncertain"),
    "story.door_{}": (*DOORS, "none"),
    "points.reason_{}": (
        *("purchase", "return", "debt", "expired", "redeem", "given_back"),
        *("complaint", "referral", "referral_off", "survey"),
    ),
    "reasons.{}": ("left", "blocked", "no_wechat"),
    **{f"reasons.{door}_{{}}": words for door, words in SHUT.items()},
    "reasons.no_consent_{}": [word for word, rules in PURPOSES.items() if rules.needs_consent],
    "reasons.by_{}": [door for door in DOORS if door != "passive"],
    "reasons.mass_err_{}": KNOWN_REFUSALS,
    "reasons.coupon_gone_{}": ("used", "expired", "taken_back"),
    "reasons.{}_full": ("day", "week", "month", "year"),
    "reasons.ahead_{}": ("birthday", "holiday"),
    "story.effect_{}": ("more", "fewer", "unsure"),
    "story.effect_of_{}": ("told", "control"),
    "wishes.thing_{}": ("greeting", "birthday", "holiday", "upkeep", "company", "offer"),
    "wishes.by_{}_again": CHANNELS,
    "wishes.no_{}": CHANNELS,
    "wishes.no_{}_before": CHANNELS,
    "notices.{}": ("stop_on", "stop_off", "shadow_on", "shadow_off"),
    "thanks.{}": ("plain", "rain", "gift"),
    "steps.{}": STEPS,
    "scripts.{}": STEPS,
    "scripts.tip_{}": STEPS,
    "console.cause_{}": CAUSES,
    "steps.did_{}": frozenset().union(*PROVES.values()),
    "complaint.first_{}": (*KINDS, "untold"),
    "complaint.first_{}_angry": (*KINDS, "untold"),
    "complaint.restate_{}": KINDS,
    "complaint.ask_{}": ("story", "phone", *(f"wish_{kind}" for kind in KINDS)),
    "complaint.grave_{}": MATTERS,
    "complaint.who_{}": RUNGS,
    "complaint.progress_{}": STANDS,
    "console.role_{}": ROLES,
    "counter.coupon_{}": ("used", "expired", "taken_back"),
    "counter.stage_{}": {stage for each in courses().values() for stage in each.stages},
    "counter.gift_{}": ("collected", "cancelled", "expired"),
    "customer.by_{}": ("customer", "bot", "till", "file", "api", "others"),
    "customer.coupon_{}": ("open", "used", "expired", "taken_back"),
    "customer.state_{}": STATES,
    "timeline.{}": (*VERBS, OTHER),
    "counter.status_{}": ("closed", "follower", "guest"),
    "works.{}": [f"{kind}_{stage}" for kind, each in courses().items() for stage in each.stages]
    + ["set", "later", "sooner"],
}


def use_faults(
    texts: list[Text],
    *,
    intents: Mapping[str, Handler],
    flows: Sequence[Flow],
    chosen: Collection[str] = (),
) -> Iterator[Fault]:
    """Find texts that are needed and missing, and texts that nobody says or may choose."""
    files = {_stem(text.key): text.file for text in texts}
    needed = _needed(flows) | _named(intents, flows, known=set(files))
    keys = {text.key for text in texts}
    for key, why in sorted(needed.items()):
        if ANYTHING not in key and key not in keys:
            yield Fault(files.get(_stem(key), f"{_stem(key)}.toml"), 1, f"{key} is missing: {why}")
    may_be_said = {f"{flow.name}.unclear_{ask.name}" for flow in flows for ask in flow.asks()}
    may_be_said |= set(chosen)
    for text in texts:
        if not _is_said(text.key, {*needed, *may_be_said}):
            yield text.fault(f"nobody says {text.key}: remove it, or the code misspells it")
        if _stem(text.key) == "taps" and text.key.removeprefix("taps.") not in intents:
            yield text.fault(f"nothing is done for {text.key}: a tap needs an intent in INTENTS")


def _needed(flows: Sequence[Flow]) -> dict[str, str]:
    """Return the texts of the conversations and of the families, each with why it is needed."""
    needed = {
        family.format(word): f"the code says it for {word}"
        for family, words in FAMILIES.items()
        for word in words
    }
    for flow in flows:
        needed |= dict.fromkeys(flow.texts(), f"the conversation {flow.name} says it")
    return needed


def _named(
    intents: Mapping[str, Handler], flows: Sequence[Flow], known: set[str]
) -> dict[str, str]:
    """Return the texts that the bot's sources and those of what is registered name."""
    handlers = _handlers(intents, flows)
    known = known | {"reasons", "story"} | {file.stem for file in handlers}
    sources = {file for file in BOT.rglob("*.py") if file.parent != Path(__file__).parent}
    named = [each for source in sorted(sources | handlers) for each in named_in(source)]
    named += [each for page in sorted(BOT.rglob("*.html")) for each in named_in_page(page)]
    return {key: where for key, where in named if _stem(key) in known}


def _handlers(intents: Mapping[str, Handler], flows: Sequence[Flow]) -> set[Path]:
    speakers: list[Callable[..., object]] = [*intents.values()]
    speakers += [step.action for flow in flows for step in flow.steps if isinstance(step, Do)]
    used = [each for speaker in speakers for each in _functions_beside(speaker)]
    return {Path(inspect.getfile(each)) for each in (*speakers, *used)}


def _functions_beside(speaker: Callable[..., object]) -> list[Callable[..., object]]:
    """Return what a handler's module works with: a subject may take more than one file."""
    module = inspect.getmodule(speaker)
    return [each for each in vars(module).values() if inspect.isfunction(each)] if module else []


def _is_said(key: str, said: set[str]) -> bool:
    if key in said or any(fnmatchcase(key, each) for each in said if ANYTHING in each):
        return True
    return key.endswith(LATER) and _is_said(key.removesuffix(LATER), said)


def _stem(key: str) -> str:
    return key.partition(".")[0]
