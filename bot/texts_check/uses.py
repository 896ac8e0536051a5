"""Which texts the code says: read from the sources, where every text is named whole.

`"points.balance"` in a handler needs that text; `f"taps.{intent}"` may use all that begin so.
"""

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from bot.dialogue.answers import UNCLEAR_KEYS
from bot.dialogue.conversation import Handler
from bot.dialogue.flow import Do, Flow
from bot.outbox.models import STATES
from bot.outbox.policy import PURPOSES
from bot.texts_check.book import Fault, Text

BOT = Path(__file__).resolve().parent.parent
LATER = "_later"  # how thanks are said on a later day
_KEY = re.compile(r"[a-z_]+\.(?!html$|toml$)[a-z0-9_]+")

# Texts that are found by a word of the code: each of these words needs its own.
FAMILIES: dict[str, Iterable[str]] = {
    "answers": UNCLEAR_KEYS,
    "story": STATES,
    "story.door": ("passive", "custom", "task", "none"),
    "points.reason": ("purchase", "return", "debt", "expired", "redeem", "given_back"),
    "reasons": ("left", "blocked", "no_wechat"),
    "reasons.no_consent": [word for word, rules in PURPOSES.items() if rules.needs_consent],
}
# Calls whose word names a text: Refused("points_short") is told by reasons.points_short.
CALLS = {"Refused": "reasons.{}", "queue": "story.kind_{}"}


@dataclass
class Uses:
    """Where texts are named: whole ones, and beginnings as patterns."""

    whole: dict[str, str] = field(default_factory=dict)
    patterns: set[str] = field(default_factory=set)

    def has(self, key: str) -> bool:
        named = key in self.whole or any(fnmatchcase(key, each) for each in self.patterns)
        return named or (key.endswith(LATER) and self.has(key.removesuffix(LATER)))


def use_faults(
    texts: list[Text], *, intents: Mapping[str, Handler], flows: Sequence[Flow]
) -> Iterator[Fault]:
    """Find texts that are needed and missing, and texts that nobody says."""
    files = {text.key.partition(".")[0]: text.file for text in texts}
    uses = _uses(intents, flows, known=set(files))
    keys = {text.key for text in texts}
    for key, why in sorted(uses.whole.items()):
        stem, _, name = key.partition(".")
        if key not in keys:
            yield Fault(files.get(stem, f"{stem}.toml"), 1, f"{name} is missing: {why}")
    for text in texts:
        if not uses.has(text.key):
            yield text.fault(f"nobody says {text.key}: remove it, or the code misspells it")
        name = text.key.removeprefix("taps.")
        if name != text.key and name not in intents:
            yield text.fault(f"nothing is done for {name}: a tap needs an intent in INTENTS")


def _uses(intents: Mapping[str, Handler], flows: Sequence[Flow], known: set[str]) -> Uses:
    uses = Uses()
    for family, words in FAMILIES.items():
        joint = "_" if "." in family else "."
        uses.whole |= {f"{family}{joint}{word}": f"the code says it for {word}" for word in words}
    for flow in flows:
        uses.whole |= dict.fromkeys(flow.texts(), f"the conversation {flow.name} says it")
        uses.patterns |= {f"{flow.name}.unclear_{ask.name}" for ask in flow.asks()}
    handlers = _handlers(intents, flows)
    known = known | {key.partition(".")[0] for key in uses.whole} | {file.stem for file in handlers}
    for source in sorted({*BOT.rglob("*.py"), *handlers}):
        if source.parent != Path(__file__).parent:
            _read(source, uses, known)
    return uses


def _handlers(intents: Mapping[str, Handler], flows: Sequence[Flow]) -> set[Path]:
    """Return the files of what is registered."""
    speakers: list[Callable[..., object]] = [*intents.values()]
    speakers += [step.action for flow in flows for step in flow.steps if isinstance(step, Do)]
    return {Path(inspect.getfile(each)) for each in speakers}


def _read(source: Path, uses: Uses, known: set[str]) -> None:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    pieces = {id(piece) for node in ast.walk(tree) for piece in _pieces(node)}
    for node in ast.walk(tree):
        where = f"{source.parent.name}/{source.name}:{getattr(node, 'lineno', 0)} says it"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in pieces and _is_key(node.value, known):
                uses.whole.setdefault(node.value, where)
        elif isinstance(node, ast.JoinedStr):
            pattern = "".join(_as_pattern(piece) for piece in node.values)
            uses.patterns |= {pattern} if pattern.partition(".")[0] in known else set()
        elif isinstance(node, ast.Call) and (word := _word(node)):
            uses.whole.setdefault(word, where)


def _word(call: ast.Call) -> str | None:
    """Return the text that a call's word names, such as the reason of a refusal."""
    named = CALLS.get(getattr(call.func, "id", ""))
    kinds = [keyword.value for keyword in call.keywords if keyword.arg == "kind"]
    words = [*call.args[:1], *kinds] if getattr(call.func, "id", "") == "Refused" else kinds
    first = words[0] if words else None
    return named.format(first.value) if named and isinstance(first, ast.Constant) else None


def _is_key(words: str, known: set[str]) -> bool:
    return bool(_KEY.fullmatch(words)) and words.partition(".")[0] in known


def _pieces(node: ast.AST) -> list[ast.expr]:
    return node.values if isinstance(node, ast.JoinedStr) else []


def _as_pattern(piece: ast.expr) -> str:
    return str(piece.value) if isinstance(piece, ast.Constant) else "*"
