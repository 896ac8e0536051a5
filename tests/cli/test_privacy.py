"""The operator shows a customer what is kept of her, and erases it."""

import json

from tests.cli.operator import Operator
from tests.cli.test_care import opened
from tests.people import WANG, WANG_PHONE


def test_all_that_is_kept_is_shown_and_then_erased(operator: Operator) -> None:
    shop = opened(operator.app)
    shop.member(WANG)
    her_id = shop.person(WANG).id
    shown = operator.types(f"privacy export --member {her_id}")
    assert json.loads(shown.stdout)["person"][0]["phone"] == WANG_PHONE
    erased = operator.types(f"privacy erase --member {her_id}")
    assert erased.exit_code == 0, erased.output
    assert json.loads(erased.stdout)["erased"] == her_id
    assert not shop.knows(WANG)
    assert WANG_PHONE not in operator.types(f"privacy export --member {her_id}").stdout


def test_a_number_that_nobody_has_is_told(operator: Operator) -> None:
    for command in ("export", "erase"):
        result = operator.types(f"privacy {command} --member 4711")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "no customer has the number 4711" in result.stderr
