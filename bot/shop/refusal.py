"""The one way an action says no."""


class Refused(Exception):
    """A rule of the shop says no; `reason` is a word, `reasons.<word>` in content its sentence."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values
