"""What was learned from examples: how much each thing seen speaks for each intent."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from pathlib import Path

FILE = Path(__file__).parent / "weights.json"
STEPS = 100  # weights are kept as whole hundredths


@dataclass(frozen=True)
class Weights:
    """Weights by what is seen: pairs of an intent's place and its weight, one after the other."""

    intents: tuple[str, ...]
    seen: Mapping[str, list[int]]
    sharpness: float = 1.0

    @classmethod
    def load(cls, file: Path = FILE) -> "Weights":
        kept = json.loads(file.read_text(encoding="utf-8"))
        return cls(tuple(kept["intents"]), kept["seen"], kept["sharpness"])

    def save(self, file: Path = FILE) -> None:
        """Write one line for each thing seen, so that a change can be read."""
        rows = [f"{_json(name)}:{_json(self.seen[name])}" for name in sorted(self.seen)]
        head = f'{{"intents":{_json(self.intents)},\n"sharpness":{self.sharpness},\n"seen":{{\n'
        file.write_text(head + ",\n".join(rows) + "\n}}\n", encoding="utf-8")

    def probabilities(self, seen: Iterable[str]) -> dict[str, float]:
        """Return how likely each intent is; together they are 1.

        What is seen shares one vote: in a long message each thing counts less.
        """
        rows = [row for name in seen if (row := self.seen.get(name))]
        scores = [0] * len(self.intents)
        for row in rows:
            for at in range(0, len(row), 2):
                scores[row[at]] += row[at + 1]
        highest, scale = max(scores), self.sharpness / STEPS / max(len(rows), 1) ** 0.5
        raised = [exp((score - highest) * scale) for score in scores]
        total = sum(raised)
        return {intent: each / total for intent, each in zip(self.intents, raised, strict=True)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
