"""Both servers, emptied between tests."""

from tests.emptied import emptied  # noqa: F401
