"""Read control requests and answer them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException

from .. import people
from ..instants import loaded
from ..people import Person
from ..world import World


def the_world() -> World:
    """Return the world of this simulator."""
    world: World = current_app.extensions["world"]
    return world


def problem(status: int, kind: str, sentence: str) -> Response:
    """Return a refusal as application/problem+json."""
    body = {"type": kind, "status": status, "detail": sentence}
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status=status, content_type="application/problem+json")


def refused(status: int, kind: str, sentence: str) -> HTTPException:
    """Return the refusal to raise, which ends this request."""
    return HTTPException(response=problem(status, kind, sentence))


def wish() -> dict[str, Any]:
    """Return the JSON object of this request; none is an empty one."""
    if request.mimetype == "multipart/form-data":
        return {name: _plain(value) for name, value in request.form.items()}
    if not request.get_data():
        return {}
    if not request.is_json:
        raise refused(415, "not_json", "请用 application/json。")
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise refused(422, "wrong_shape", "请给一个 JSON 对象。")
    return dict(found)


def _plain(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def text_of(given: dict[str, Any], name: str, *, longest: int = 100_000) -> str:
    """Return a text that must be there."""
    value = given.get(name)
    if not isinstance(value, str) or not value or len(value) > longest:
        raise refused(422, "wrong_shape", f"缺少 {name}，或者它不是一段文字。")
    return str(value)


def number_of(given: dict[str, Any], name: str, default: float) -> float:
    """Return a number, or what stands for it."""
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise refused(422, "wrong_shape", f"{name} 应该是不小于零的数。")
    return float(value)


def moment_of(given: dict[str, Any], name: str) -> datetime | None:
    """Return a moment, or None where none is given."""
    if given.get(name) is None:
        return None
    try:
        return loaded(str(given[name]))
    except ValueError as error:
        raise refused(422, "wrong_shape", f"{name} 应该是 ISO 8601 时间。") from error


def the_person(openid: str) -> Person:
    """Return the person of this address, or end with 404."""
    person = people.find(the_world().journal, openid)
    if person is None:
        raise refused(404, "nobody", "没有这位顾客。")
    return person
