"""Wrong keys are tried at a human pace."""

import pytest

from bot.web.api.auth import TRIES, Gate
from bot.web.api.problems import Problem
from tests.api.cast import KEY


def test_the_bucket_of_wrong_keys_refills(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, words = Gate(), []
    for passed in [0.0] * (TRIES + 1) + [2.0, 2.0, 2.0]:
        monkeypatch.setattr("time.monotonic", lambda passed=passed: gate.opened_at + passed)
        with pytest.raises(Problem) as problem:
            gate.check("Bearer guessed", KEY, lambda given: None)
        words.append(problem.value.word)
    assert words[TRIES:] == ["too_many_keys", "wrong_key", "wrong_key", "too_many_keys"]
