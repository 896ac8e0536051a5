"""The red button and shadow mode, pressed by whoever sits at the machine."""

import json

import pytest

from bot.outbox.models import Switch
from tests.cli.operator import Operator
from tests.people import OpenShop

SHOP = "shop import content/shop.toml"


@pytest.mark.parametrize("name", ["stop", "shadow"])
def test_a_switch_is_turned_on_and_off(operator: Operator, name: str) -> None:
    operator.types(SHOP)
    pressed = operator.types(f"{name} on --by limin")
    assert pressed.exit_code == 0, pressed.output
    assert json.loads(pressed.stdout) == {name: "on", "by": "limin"}
    operator.types(f"{name} off --by limin")
    shop = OpenShop(operator.app, operator.app.extensions["huitouke"])
    assert shop.one(Switch).is_on is False


@pytest.mark.parametrize(
    ("words", "code"),
    [("stop on --by zhouting", 1), ("stop on", 2), ("stop maybe --by limin", 2)],
)
def test_what_is_not_allowed_or_not_understood_is_said(
    operator: Operator, words: str, code: int
) -> None:
    operator.types(SHOP)
    assert operator.types(words).exit_code == code
