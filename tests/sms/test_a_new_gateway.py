"""docs/add-a-channel.md is true: what it asks for is all that a new gateway needs."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from bot.channels.sms.gateway import Gateway, SmsAccount
from bot.channels.sms.gateways import GATEWAYS
from bot.db import ROOT
from bot.outbox.sms.limits import THEIRS
from bot.outbox.sms.templates import read_houses

PAGE = (ROOT / "docs/add-a-channel.md").read_text()
ASKED = [name for name, _ in inspect.getmembers(Gateway, inspect.isfunction) if name[0] != "_"]


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_gateway_does_all_that_is_asked(gateway: str) -> None:
    opened = GATEWAYS[gateway](SmsAccount(gateway, "", "", "", ""))
    assert all(callable(getattr(opened, name)) for name in ASKED)
    assert opened.numbers > 0
    assert opened.answer


@pytest.mark.parametrize("name", [*ASKED, "numbers", "answer"])
def test_the_page_tells_of_each_part(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_a_gateway_is_known_wherever_the_page_says(gateway: str) -> None:
    files = {file.name for file in (ROOT / "bot/channels/sms" / gateway).iterdir()}
    assert files >= {"gateway.py", "codes.py", "pushes.py", "signing.py"}
    assert gateway in read_houses()
    assert gateway in THEIRS


def test_every_file_the_page_names_is_there() -> None:
    named = re.findall(r"`((?:bot|content|tests|docs)/[\w./]+?\.(?:py|toml|md))`", PAGE)
    known = [each for each in named if "pigeon" not in each]
    assert len(known) > 6
    assert [each for each in known if not Path(ROOT / each).exists()] == []
