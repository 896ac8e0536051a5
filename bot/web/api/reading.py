"""From a request to a checked shape: size, type, encoding and JSON itself."""

import json
from typing import Any, NoReturn, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from bot.web.api.problems import Problem, WrongShape

S = TypeVar("S", bound=BaseModel)


def read_body(shape: type[S], *, biggest: int) -> S:
    """Read the body as JSON in UTF-8; raise Problem or WrongShape where it is not."""
    if request.mimetype != "application/json":
        raise Problem(415, "not_json")
    request.max_content_length = biggest
    try:
        found = json.loads(request.get_data(cache=False).decode("utf-8-sig"), parse_constant=_no)
    except (ValueError, RecursionError):
        raise Problem(422, "unreadable") from None
    return _checked(shape, found)


def read_question(shape: type[S]) -> S:
    """Read what stands behind the ? of the address; what is left empty was not asked."""
    return _checked(shape, {name: text for name, text in request.args.items() if text})


def _checked(shape: type[S], found: Any) -> S:
    try:
        return shape.model_validate(found)
    except ValidationError as error:
        raise WrongShape(error) from None


def _no(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
