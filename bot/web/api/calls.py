"""One call of the API: where it stands, what it takes and gives, and the door before it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from flask import Response, g, request
from pydantic import BaseModel

from bot.shop.keys.queries import role_of_key
from bot.web.api.actors import check_whole
from bot.web.api.auth import Gate
from bot.web.api.reading import read_body, read_question
from bot.wiring import Bot, bot_of

MEBIBYTE = 2**20


@dataclass(frozen=True)
class Call:
    """`does` gets the bot, the value in the path where there is one, and what was taken.

    `whole` is what shows customers of every store: a key bounded to one of them is refused.
    """

    method: Literal["GET", "POST"]
    path: str
    does: Callable[..., BaseModel]
    gives: type[BaseModel]
    takes: type[BaseModel] | None = None
    refuses: tuple[int, ...] = ()
    biggest: int = MEBIBYTE
    whole: bool = False

    @property
    def name(self) -> str:
        """Return a name of its own, such as `tasks_finish`."""
        return f"{self.does.__module__.rpartition('.')[2]}_{self.does.__name__}"


def door(call: Call, gate: Gate) -> Callable[..., Response]:
    """Return the view: check the key, read, do one thing, show."""

    def answer(**in_path: Any) -> Response:
        bot = bot_of()
        given = request.headers.get("Authorization", "")
        g.key_role = gate.check(given, bot.settings.keys.api, partial(_role_of, bot))
        if call.whole:
            check_whole()
        taken = [_take(call.takes, call)] if call.takes else []
        return _show(call.does(bot, *in_path.values(), *taken))

    return answer


def _role_of(bot: Bot, given: str) -> str | None:
    with bot.database.reading() as db:
        return role_of_key(db, given)


def _take(shape: type[BaseModel], call: Call) -> BaseModel:
    if call.method == "GET":
        return read_question(shape)
    return read_body(shape, biggest=call.biggest)


def _show(given: BaseModel) -> Response:
    response = Response(given.model_dump_json(by_alias=True), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"  # it tells about people
    return response
