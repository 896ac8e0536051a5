"""The two ways in which running the shop ends early."""


class StopAsked(BaseException):
    """Somebody wants the shop to stop; no `except Exception` on the way may keep it."""


class CannotStart(Exception):
    """Something outside must change first; the text is one sentence that says what."""
