"""Where something broke, fit for a log: an error's own words may hold a customer's."""

import traceback


def where_it_broke(error: Exception) -> str:
    """Return the kind of an error and the lines it came through, without its message."""
    frames = traceback.format_tb(error.__traceback__)
    return f"{type(error).__name__}\n{''.join(frames)}"
