"""How well examples are understood, in the few numbers that matter to a shop."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.dialogue.intents import WordsAndPhrases
from tests.intents.examples import Example


@dataclass(frozen=True)
class Answer:
    """What was wanted and what was understood, as reported; `taught` is the finer intent."""

    text: str
    taught: str
    wanted: str
    given: str
    confidence: float

    @property
    def is_right(self) -> bool:
        return self.wanted == self.given


@dataclass(frozen=True)
class Measure:
    """Shares of 1 over a set of answers."""

    accuracy: float
    complaints_heard: float
    praise_mistaken: float
    other_kept: float

    @classmethod
    def of(cls, answers: Sequence[Answer]) -> "Measure":
        return cls(
            _share(answers, lambda a: a.is_right),
            _share((a for a in answers if a.wanted == "complaint"), lambda a: a.is_right),
            _share((a for a in answers if a.taught == "praise"), lambda a: a.given == "complaint"),
            _share((a for a in answers if a.wanted == "other"), lambda a: a.is_right),
        )

    def __str__(self) -> str:
        return (
            f"{self.accuracy:.3f} right, {self.complaints_heard:.3f} of complaints heard,"
            f" {self.praise_mistaken:.3f} of praise mistaken for them,"
            f" {self.other_kept:.3f} of the rest left alone"
        )


def answers_of(ear: WordsAndPhrases, examples: Iterable[Example]) -> list[Answer]:
    """Let every example be understood."""
    return [_answer(ear, example) for example in examples]


def _answer(ear: WordsAndPhrases, example: Example) -> Answer:
    found = ear.understand(example.text)
    wanted, given = ear.under(example.intent), ear.under(found.intent)
    return Answer(example.text, example.intent, wanted, given, found.confidence)


def _share(answers: Iterable[Answer], counts: Callable[[Answer], bool]) -> float:
    votes = [counts(answer) for answer in answers]
    return sum(votes) / len(votes) if votes else 0.0
