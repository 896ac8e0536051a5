"""What is typed wrongly or set wrongly is told in a sentence, with an exit code that says which."""

from pathlib import Path

import pytest

from bot.settings import Settings
from tests.cli.operator import Operator, operator_of, types_for_real
from tests.databases import settings_of


@pytest.mark.parametrize(
    "line",
    [
        "no-such-command",
        "shop import no-such-file.toml",
        "shop import",
        "care why --member 1",
        "care why --member one --on 2026-11-22",
        "care why --member 1 --on yesterday",
        "care send --now soon",
        "staff add --login a --name b",
        "demo seed --members -1 --purchases 1 --seed 1 --until 2026-11-22",
        "demo seed --members 1 --purchases 1 --seed 1 --until 2026-22-11",
        "menu push --everywhere",
        "members import",
        "members import no-such-file.csv",
        "purchases import content --dry-run",
    ],
)
def test_wrong_usage_is_told(demo: Operator, line: str) -> None:
    result = demo.types(line)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert not result.stdout


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "eighty", b"PORT: "),
        ("DATABASE_URL", "postgresql+psycopg://nobody@/x", b"SECRET_KEY: must be set"),
        ("WECHAT_TOKEN", "t", b"WECHAT_APPID: is missing"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    tmp_path: Path, name: str, value: str, said: bytes
) -> None:
    done = types_for_real(tmp_path, "intent", {name: value})
    assert done.returncode == 1
    assert done.stderr.startswith(said)
    assert done.stderr.count(b"\n") == 1
    assert not done.stdout


def test_commands_migrate_first_and_use_the_demos_folder(demo: Operator, tmp_path: Path) -> None:
    result = demo.types("shop import content/shop.toml")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "demo" / "huitouke.db").exists()


def test_a_real_shop_refuses_a_demos_database(demo: Operator, tmp_path: Path) -> None:
    demo.types("shop import content/shop.toml")
    real = settings_of(tmp_path / "real", f"sqlite:///{tmp_path / 'demo' / 'huitouke.db'}")
    result = operator_of(real).types("shop import content/shop.toml")
    assert result.exit_code == 1
    assert "DATABASE_URL: this database holds a demo shop" in result.stderr


def test_a_database_that_does_not_answer_is_named(settings: Settings) -> None:
    away = settings.model_copy(
        update={"database_url": "postgresql+psycopg://nobody@127.0.0.1:9/nothing"}
    )
    result = operator_of(away).types("care send")
    assert result.exit_code == 1
    assert "Error: DATABASE_URL: " in result.stderr
    assert "Traceback" not in result.output


def test_the_content_that_is_here_is_in_order(demo: Operator) -> None:
    result = demo.types("content check")
    assert (result.exit_code, result.output) == (0, "content is in order\n")
