"""Hold one call of the bot, as an endpoint reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from ..rules import Rules
from ..world import World
from .errors import ApiError


@dataclass(frozen=True)
class Upload:
    """A file of a multipart body."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """What came over the wire; nothing is believed before it is looked at."""

    world: World
    method: str
    path: str
    ip: str
    query: dict[str, str]
    body: bytes
    files: dict[str, Upload]

    @property
    def rules(self) -> Rules:
        """Return the numbers in force."""
        return self.world.rules

    @cached_property
    def now(self) -> datetime:
        """Return the shop's time of this call, asked for once."""
        return self.world.clock.now()

    @cached_property
    def json(self) -> dict[str, Any]:
        """Return the body as a JSON object; raise 44002 or 47001."""
        if not self.body:
            raise ApiError(44002)
        try:
            found = json.loads(self.body)
        except (ValueError, UnicodeDecodeError, RecursionError) as error:
            raise ApiError(47001) from error
        if not isinstance(found, dict):
            raise ApiError(47001)
        return found

    def text(self, name: str, *, otherwise: int) -> str:
        """Return a text of the body; raise the given number where it is none."""
        value = self.json.get(name)
        if not isinstance(value, str) or not value:
            raise ApiError(otherwise)
        return value
