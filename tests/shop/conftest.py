"""Both servers, emptied between tests, and a till."""

import pytest

from tests.emptied import emptied  # noqa: F401
from tests.people import OpenShop
from tests.shop.till import Till


@pytest.fixture
def till(shop: OpenShop) -> Till:
    """The till of the test's shop."""
    return Till(shop)
