"""Both servers, emptied between tests, and a desk at which messages are planned."""

from tests.courtesy.counter import desk  # noqa: F401
from tests.emptied import emptied  # noqa: F401
