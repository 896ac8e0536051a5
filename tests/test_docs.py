"""The docs stay true: what they name exists, and what exists is named."""

import re
from pathlib import Path

import pytest
from flask import Flask

from bot.app import create_app
from bot.settings import Settings
from handlers import FLOWS, INTENTS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[\w-]+)?\)")
CODE_PATH = re.compile(r"`((?:bot|handlers|content|tests|docs|simulator|migrations)/[\w./-]*)`")
COMMAND = re.compile(r"flask --app wsgi ([a-z]+(?: [a-z]+)?)")
INVENTED = {"handlers/umbrella.py", "content/umbrella.toml", "tests/conversations/umbrella.txt"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = set(CODE_PATH.findall(page.read_text())) - INVENTED
    missing = [path for path in named if not (ROOT / path).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_named_exists(page: Path) -> None:
    commands = _commands()
    named = set(COMMAND.findall(page.read_text()))
    assert all(words.split()[0] in commands for words in named)


def test_every_setting_is_explained() -> None:
    explained = (ROOT / "docs" / "settings.md").read_text()
    missing = [name for name in Settings.model_fields if f"`{name.upper()}`" not in explained]
    assert not missing


def test_no_setting_is_explained_that_does_not_exist() -> None:
    explained = re.findall(r"^\| (`[A-Z_` ·]+)\|", (ROOT / "docs/settings.md").read_text(), re.M)
    names = {name.lower() for cell in explained for name in re.findall(r"[A-Z_]{4,}", cell)}
    assert names <= set(Settings.model_fields)


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text()
    assert all(page.name in listed for page in folder.glob("0*.md"))


def test_both_readmes_answer_the_same_questions() -> None:
    questions = [
        len(re.findall(r"^\*\*.+\*\*", (ROOT / name).read_text(), re.M))
        for name in ("README.md", "README.zh.md")
    ]
    assert questions[0] == questions[1] == 10


def _commands() -> set[str]:
    app: Flask = create_app(intents=INTENTS, flows=FLOWS, settings=Settings(_env_file=None))
    return set(app.cli.commands)
