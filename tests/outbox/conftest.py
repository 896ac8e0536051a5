"""Both servers, emptied between tests."""

from tests.emptied import _kept_database, emptied  # noqa: F401
