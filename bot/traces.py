"""What a log is told: nothing of a customer's, and of what is away one line."""

import logging
import traceback

log = logging.getLogger(__name__)


def where_it_broke(error: Exception) -> str:
    """Return the kind of an error and the lines it came through, without its message.

    An error's own words may hold a customer's.
    """
    frames = traceback.format_tb(error.__traceback__)
    return f"{type(error).__name__}\n{''.join(frames)}"


class Absence:
    """Says once that a process waits for what is away, and once that it goes on."""

    def __init__(self, who: str) -> None:
        self._who = who
        self.lasts = False

    def noticed(self, error: Exception) -> None:
        """Take note that it is away."""
        if not self.lasts:
            log.warning("%s waits: %s", self._who, type(error).__name__)
        self.lasts = True

    def over(self) -> None:
        """Take note that it is there."""
        if self.lasts:
            log.warning("%s goes on", self._who)
        self.lasts = False
