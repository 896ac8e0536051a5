"""Conversations as texts: scenes of what she says or does, and what she hears.

    == 好好办会员
    顾客: 办会员
    机器人: 好呀，办会员很快。
    店里: 她想找人说话
    【三天后】
    机器人稍后: 王芳，那条手链现在好了吗？

A line of 机器人 is one paragraph of the reply (… stands for anything), one of 机器人稍后 a message
that she gets without writing, one of 店里 a task that people get; 【…】 is what she does beside
writing, what people of the shop do (【店里 …】), or what happens meanwhile.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
HEARS, LATER, TASK, SAYS = "机器人: ", "机器人稍后: ", "店里: ", "顾客: "
_DOES = re.compile("【.*】")
TITLE, REMARK = "== ", "#"
ANYTHING = "…"


@dataclass
class Turn:
    """One line of hers or one act, and what must follow from it."""

    line: int
    act: str
    hears: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)


@dataclass
class Scene:
    """One customer's talk from the beginning."""

    file: Path
    title: str
    turns: list[Turn] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.file.stem}: {self.title}"


def read_scenes(file: Path) -> list[Scene]:
    """Read a file of scenes."""
    scenes: list[Scene] = []
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if text.startswith(TITLE):
            scenes.append(Scene(file, text.removeprefix(TITLE)))
        elif _is_act(text):
            scenes[-1].turns.append(Turn(number, text))
        elif text.startswith(HEARS):
            scenes[-1].turns[-1].hears.append(text.removeprefix(HEARS))
        elif text.startswith(LATER):
            scenes[-1].turns[-1].later.append(text.removeprefix(LATER))
        elif text.startswith(TASK):
            scenes[-1].turns[-1].tasks.append(text.removeprefix(TASK))
        elif text.strip() and not text.startswith(REMARK):
            turn = scenes[-1].turns[-1]
            (turn.later or turn.hears)[-1] += f"\n{text}"
    return scenes


def all_scenes() -> list[Scene]:
    """Return every scene of this folder."""
    return [scene for file in sorted(FOLDER.glob("*.txt")) for scene in read_scenes(file)]


def _is_act(text: str) -> bool:
    return text.startswith(SAYS) or _DOES.fullmatch(text) is not None


def is_heard(expected: Iterable[str], reply: str) -> bool:
    """Say whether a reply is what the script says."""
    pattern = re.escape("\n\n".join(expected)).replace(re.escape(ANYTHING), ".*")
    return re.fullmatch(pattern, reply, re.DOTALL) is not None


def rewritten(source: str, played: Mapping[int, Turn]) -> str:
    """Return a file's text with the answers of `played`, which are found by the act's line."""
    kept = []
    for number, text in enumerate(source.splitlines(), start=1):
        if not text.strip() or text.startswith((TITLE, REMARK)) or _is_act(text):
            kept.append(text)
        if turn := played.get(number):
            kept += [HEARS + words for words in turn.hears]
            kept += [LATER + words for words in turn.later]
            kept += [TASK + why for why in turn.tasks]
    return "\n".join(kept) + "\n"
