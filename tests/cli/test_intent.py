"""`intent` says what texts want, whatever the texts are and whatever else is broken."""

import json
from pathlib import Path

from bot.dialogue.intents import WordsAndPhrases
from bot.settings import load_settings
from tests.cli.operator import Operator, operator_of, types_for_real
from tests.databases import ACCOUNT, KEYS

NOWHERE = {
    "database_url": "postgresql+psycopg://nobody@127.0.0.1:9/nothing",
    "redis_url": "redis://127.0.0.1:9",
}


def asked(operator: Operator, stdin: str | bytes) -> list[dict[str, object]]:
    result = operator.types("intent", stdin=stdin)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_gets_one_answer_in_order(demo: Operator) -> None:
    told = asked(demo, "我的积分\n你们几点关门\n转人工\n")
    assert [each["intent"] for each in told] == ["points", "opening_hours", "human"]
    assert [each["text"] for each in told] == ["我的积分", "你们几点关门", "转人工"]
    assert all(list(each) == ["text", "intent", "confidence", "also"] for each in told)


def test_two_wishes_are_both_told_and_the_graver_comes_first(demo: Operator) -> None:
    (told,) = asked(demo, "我要投诉，顺便看看我的积分")
    assert (told["intent"], told["also"]) == ("complaint", ["points"])


def test_an_empty_line_is_a_line(demo: Operator) -> None:
    told = asked(demo, "\n \n你好\n\n")
    assert [each["text"] for each in told] == ["", " ", "你好", ""]
    assert [each["intent"] for each in told] == ["other", "other", "greeting", "other"]


def test_nothing_asked_is_nothing_told(demo: Operator) -> None:
    assert asked(demo, "") == []


def test_junk_is_other_and_keeps_its_place(demo: Operator) -> None:
    junk = [b"\xff\xfe\x00", b"\x1b[31m", "𝔘\u2028\U0001f600".encode(), b"A" * 100_000, b"\r\r"]
    told = asked(demo, b"\n".join([*junk, "我的积分\r\n".encode()]))
    assert [each["intent"] for each in told] == ["other"] * len(junk) + ["points"]
    assert told[-1]["text"] == "我的积分"


def test_it_needs_neither_database_nor_redis_and_writes_nothing(
    tmp_path: Path, ear: WordsAndPhrases
) -> None:
    folder = tmp_path / "data"
    broken = load_settings(_env_file=None, data_dir=folder, **NOWHERE, **KEYS, **ACCOUNT)
    assert asked(operator_of(broken, ear), "积分")[0]["intent"] == "points"
    assert not folder.exists()


def test_it_works_in_a_pipe_under_a_plain_locale(tmp_path: Path) -> None:
    done = types_for_real(tmp_path, "intent", {"LC_ALL": "C"}, stdin="退订\n".encode() + b"\xff\n")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
