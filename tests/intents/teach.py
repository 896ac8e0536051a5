"""Learn the weights from the examples that teach: `make intents-train`, about a minute."""

import random
from collections import Counter
from math import log

from bot.dialogue.intents.features import Features
from bot.dialogue.intents.spelling import clauses
from bot.dialogue.intents.weights import STEPS, Weights
from tests.intents.examples import Example, drawn, teaching

ROUNDS = 24
FULL_ROUND = 4  # in the rounds between, who pulls at nothing is left out: it rarely changes
PENALTY = 1.0  # what a sentence on the wrong side costs: less makes simpler weights
FEWEST = 0.03  # smaller weights say nothing

Lesson = tuple[list[str], int]


def main() -> None:
    """Learn, find out how sure to be, and write the file."""
    features = Features.load()
    examples = teaching()
    intents = tuple(sorted({example.intent for example in examples}))
    lessons = [_lesson(features, intents, example) for example in examples]
    learned = learn(lessons, len(intents))
    weights = Weights(intents, learned)
    weights = Weights(intents, learned, _sharpness(weights, features, drawn()))
    weights.save()
    print(f"{len(lessons)} sentences, {len(learned)} sights, sharpness {weights.sharpness}")


def learn(lessons: list[Lesson], width: int) -> dict[str, list[int]]:
    """Return the weights of linear support vector machines, one for each intent against the rest.

    Dual coordinate descent with squared hinge loss: Hsieh et al., ICML 2008.
    """
    met = Counter(sight for sights, _ in lessons for sight in sights)
    kept = {sight: place for place, sight in enumerate(s for s in sorted(met) if met[s] > 1)}
    seen = [[kept[sight] for sight in sights if sight in kept] for sights, _ in lessons]
    columns = [
        _separate(seen, [wanted == intent for _, wanted in lessons], len(kept))
        for intent in range(width)
    ]
    rows = {sight: _pairs([column[place] for column in columns]) for sight, place in kept.items()}
    return {sight: pairs for sight, pairs in rows.items() if pairs}


def _separate(seen: list[list[int]], is_wanted: list[bool], width: int) -> list[float]:
    """Return the weights that set the wanted sentences apart from all others."""
    weights = [0.0] * width
    pulls = [0.0] * len(seen)
    order = list(range(len(seen)))
    chance = random.Random(1)
    for number in range(ROUNDS):
        chance.shuffle(order)
        every = number % FULL_ROUND == 0
        for at in order if every else [at for at in order if pulls[at]]:
            side, share = (1.0 if is_wanted[at] else -1.0), len(seen[at]) ** -0.5
            margin = side * share * sum(map(weights.__getitem__, seen[at]))
            slope = margin - 1 + pulls[at] / (2 * PENALTY)
            pull = max(pulls[at] - slope / (1 + 1 / (2 * PENALTY)), 0.0)
            change, pulls[at] = side * share * (pull - pulls[at]), pull
            if change:
                for place in seen[at]:
                    weights[place] += change
    return weights


def _pairs(row: list[float]) -> list[int]:
    telling = ((place, weight) for place, weight in enumerate(row) if abs(weight) >= FEWEST)
    return [number for place, weight in telling for number in (place, round(weight * STEPS))]


def _sharpness(weights: Weights, features: Features, held: list[Example]) -> float:
    """Return the scale at which the confidence fits best to sentences that did not teach."""
    seen = [(features.of(clauses(example.text)), example.intent) for example in held]

    def surprise(sharpness: float) -> float:
        tried = Weights(weights.intents, weights.seen, sharpness)
        return -sum(log(tried.probabilities(sights)[wanted] + 1e-9) for sights, wanted in seen)

    return min((step / 20 for step in range(10, 161)), key=surprise)


def _lesson(features: Features, intents: tuple[str, ...], example: Example) -> Lesson:
    return sorted(features.of(clauses(example.text))), intents.index(example.intent)


if __name__ == "__main__":
    main()
