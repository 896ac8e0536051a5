"""Say how well texts are understood: `make intents`."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.dialogue.intents import WordsAndPhrases
from tests.intents.examples import drawn, fresh, natural, sealed
from tests.intents.measure import Answer, Measure, answers_of

WORST = 15
BINS = 10


def main() -> None:
    """Print what the sets that never teach say."""
    ear = WordsAndPhrases.load()
    sets = {
        "fresh, written apart": fresh(),
        "sealed, written by somebody else": sealed(),
        "natural, by somebody else again": natural(),
        "drawn from said": drawn(),
    }
    for name, examples in sets.items():
        answers = answers_of(ear, examples)
        print(f"\n== {name}: {Measure.of(answers)}")
        print_intents(answers)
        print_confusions(answers)
        print_worst(answers)
        print_calibration(answers)


def print_intents(answers: Sequence[Answer]) -> None:
    wanted, given = Counter(a.wanted for a in answers), Counter(a.given for a in answers)
    right = Counter(a.wanted for a in answers if a.is_right)
    print(f"\n{'intent':18}{'precision':>10}{'recall':>10}{'count':>8}")
    for intent, count in sorted(wanted.items()):
        precision = right[intent] / given[intent] if given[intent] else 0
        print(f"{intent:18}{precision:10.2f}{right[intent] / count:10.2f}{count:8}")


def print_confusions(answers: Iterable[Answer]) -> None:
    pairs = Counter((a.wanted, a.given) for a in answers if not a.is_right)
    print("\nmost confused")
    for (wanted, given), count in pairs.most_common(WORST):
        print(f"{count:4}  {wanted} taken for {given}")


def print_worst(answers: Iterable[Answer]) -> None:
    print("\nsure and wrong")
    wrong = sorted((a for a in answers if not a.is_right), key=lambda a: -a.confidence)
    for answer in wrong[:WORST]:
        print(f"{answer.confidence:5.2f}  {answer.text}  {answer.wanted} taken for {answer.given}")


def print_calibration(answers: Iterable[Answer]) -> None:
    bins: dict[int, list[Answer]] = {}
    for answer in answers:
        bins.setdefault(min(int(answer.confidence * BINS), BINS - 1), []).append(answer)
    print("\nhow sure, how often right")
    for place, inside in sorted(bins.items()):
        share = sum(a.is_right for a in inside) / len(inside)
        print(f"{place / BINS:4.1f}–{(place + 1) / BINS:.1f}  {share:5.2f}  of {len(inside)}")


if __name__ == "__main__":
    main()
