"""Shops for the console: emptied between tests, once on each server."""

from tests.emptied import emptied  # noqa: F401 - quicker than a database for each test
