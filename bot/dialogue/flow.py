"""What a conversation is made of: an ordered list of named steps, checked when it is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.answers import Context
from bot.texts import Line

Json = Any
Answers = dict[str, Json]
When = Callable[[Answers], bool]
Parser = Callable[[str, Context], Json]
Spotter = Callable[[str, Context], Json | None]
Matcher = Callable[[str], bool]


class _Needed:
    def __repr__(self) -> str:
        return "NEEDED"


NEEDED = _Needed()


class BrokenFlow(Exception):
    """A flow that can't work; raised where it is written, at import."""


@dataclass(frozen=True)
class Aside:
    """A remark she may make instead of answering: what it looks like and what is said to it.

    One that `gives_up` is answered once; made again, it ends the flow kindly.
    """

    matches: Matcher
    says: str
    gives_up: bool = False


@dataclass(frozen=True)
class Say:
    """Something said once."""

    name: str
    when: When | None = None


@dataclass(frozen=True)
class Ask:
    """A question and how its answer is read.

    `spot` finds the answer in a message that holds more than one; `called` are the words by which
    she names it when she corrects it; `if_refused` is the answer kept when she would rather not
    say; `loose` marks a parser that takes nearly any text, so that a question of hers goes first;
    `offered` is the answer, given where the flow was begun, that holds what she may choose from.
    """

    name: str
    parser: Parser
    spot: Spotter | None = None
    called: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()
    if_refused: Json = NEEDED
    loose: bool = False
    offered: str = ""
    when: When | None = None


@dataclass(frozen=True)
class Done:
    """What an action brought: the value kept for its step, what to say, whether the flow ends.

    `redo` names answers that are emptied, to go back to; `keeps` are values for the way there.
    """

    value: Json = True
    says: tuple[Line, ...] = ()
    ends: bool = False
    redo: tuple[str, ...] = ()
    keeps: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Do:
    """One action of the shop, done once; `needs` are the answers it uses."""

    name: str
    action: Callable[[Any, Answers], Done]
    needs: tuple[str, ...] = ()
    when: When | None = None


@dataclass(frozen=True)
class Wait:
    """A place that is filled from outside: by staff or by a timer."""

    name: str
    when: When | None = None


Step = Say | Ask | Do | Wait


@dataclass(frozen=True)
class Flow:
    """A conversation: stored are its answers, and the position follows from them.

    One that `hears` stays awake while it waits: it hears a message before the intents do, and
    returns False for what is another subject. Answers that it `recalls` are still known after its
    end, as long as the talk is about nothing else.
    """

    name: str
    steps: tuple[Step, ...]
    hears: Callable[[Any], bool] | None = None
    recalls: tuple[str, ...] = ()
    _by_name: dict[str, Step] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {step.name: step for step in self.steps})
        self._check()

    def _check(self) -> None:
        if not self.steps:
            raise BrokenFlow(f"{self.name}: has no steps")
        if len(self._by_name) != len(self.steps):
            raise BrokenFlow(f"{self.name}: two steps have one name")
        known: set[str] = set()
        for step in self.steps:
            missing = set(getattr(step, "needs", ())) - known
            if missing:
                raise BrokenFlow(f"{self.name}.{step.name}: needs {sorted(missing)} before it")
            known.add(step.name)
        if unknown := set(self.recalls) - known:
            raise BrokenFlow(f"{self.name}: recalls {sorted(unknown)}, which it never asks")

    def __getitem__(self, name: str) -> Step:
        return self._by_name[name]

    def __contains__(self, name: str | None) -> bool:
        return name in self._by_name

    def asks(self) -> list[Ask]:
        return [step for step in self.steps if isinstance(step, Ask)]

    def next_step(self, answers: Answers) -> Step | None:
        """Return the first step that applies and has no answer yet."""
        for step in self.steps:
            if step.name not in answers and (step.when is None or step.when(answers)):
                return step
        return None

    def texts(self) -> set[str]:
        """Return the keys of the texts that the flow itself says."""
        keys = {f"{self.name}.{s.name}" for s in self.steps if isinstance(s, Say)}
        for ask in self.asks():
            keys |= {f"{self.name}.ask_{ask.name}", f"{self.name}.again_{ask.name}"}
            keys |= {aside.says for aside in ask.asides}
        return keys
