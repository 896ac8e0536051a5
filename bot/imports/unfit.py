"""The two ways a file says no: the whole of it, or a row."""

from bot.texts import Line, line


class Unusable(Exception):
    """Nothing can be taken from the file; `why` is told to who typed the command."""

    def __init__(self, why: Line) -> None:
        super().__init__(why.key)
        self.why = why


class Unfit(Exception):
    """A row can't be taken; `why` is written beside it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.why = line(key, **values)
