"""The red button and shadow mode over the API and on the command line."""

import pytest

from tests.api.cast import Shop, Till, says
from tests.databases import ONE_SERVER

pytestmark = ONE_SERVER


def test_the_button_is_pressed_and_released(shop: Shop, till: Till) -> None:
    shop.opens()
    told = till.posts("/stop", {"on": True, "by": "limin"})
    assert told.status_code == 200
    assert (says(told)["on"], says(told)["by"]) == (True, "李敏")
    assert says(till.posts("/stop", {"on": False}))["on"] is False


@pytest.mark.parametrize("path", ["/stop", "/shadow"])
@pytest.mark.parametrize(("by", "status"), [("zhouting", 403), ("nobody", 422), ("sunjie", 200)])
def test_it_is_not_everybodys_to_press(
    shop: Shop, till: Till, path: str, by: str, status: int
) -> None:
    shop.opens()
    assert till.posts(path, {"on": True, "by": by}).status_code == status


@pytest.mark.parametrize("body", [{}, {"on": "yes"}, {"on": None}])
def test_what_is_neither_on_nor_off_changes_nothing(till: Till, body: dict[str, object]) -> None:
    assert till.posts("/stop", body).status_code == 422
