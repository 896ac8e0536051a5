"""The description of the API as OpenAPI 3.1, made from the table of its calls.

https://spec.openapis.org/oas/v3.1.1.html
"""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from inspect import getdoc
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from bot.web.api.calls import Call
from bot.web.api.shapes import Answer

Json = dict[str, Any]
Shapes = Mapping[tuple[Any, JsonSchemaMode], Json]

ABOUT = (
    "Money is a decimal string in yuan, a time is ISO 8601 with its offset. A list takes `cursor`"
    " and `limit`; `next` is the cursor of its next part. `by` is the login of the colleague who"
    " acts; without it the holder of the key acts."
)
_REFERENCE = "#/components/schemas/{model}"
_IN_PATH = re.compile(r"<(?:(int)[^:>]*:)?([a-z_]+)>")


class ProblemShape(Answer):
    """Why a call was not answered: a word for programs, a sentence for people."""

    type: str
    title: str
    status: int
    detail: str


def describe(calls: Sequence[Call], prefix: str) -> Json:
    """Return the whole description."""
    shapes, schemas = _schemas(calls)
    paths: Json = {}
    for call in calls:
        path = prefix + _IN_PATH.sub(r"{\2}", call.path)
        paths.setdefault(path, {})[call.method.lower()] = _operation(call, shapes, schemas)
    asked = {call.takes.__name__ for call in calls if call.takes and call.method == "GET"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "回头客 Huitouke", "version": "1", "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": {name: schemas[name] for name in schemas.keys() - asked},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}],
    }


def _schemas(calls: Sequence[Call]) -> tuple[Shapes, Json]:
    """Return for each shape the reference to its schema, and all schemas by name."""
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [(ProblemShape, "serialization")]
    wanted += [(call.gives, "serialization") for call in calls]
    wanted += [(call.takes, "validation") for call in calls if call.takes]
    shapes, whole = models_json_schema(list(dict.fromkeys(wanted)), ref_template=_REFERENCE)
    return shapes, whole["$defs"]


def _operation(call: Call, shapes: Shapes, schemas: Json) -> Json:
    summary, _, description = (getdoc(call.does) or "").partition("\n\n")
    operation: Json = {
        "operationId": call.name,
        "tags": [call.path.split("/")[1]],
        "summary": summary,
        "description": description.replace("\n", " "),
        "parameters": _in_path(call),
        "responses": _responses(call, shapes),
    }
    if call.takes and call.method == "GET":
        operation["parameters"] += _in_question(schemas[call.takes.__name__])
    elif call.takes:
        body = _content("application/json", shapes[call.takes, "validation"])
        operation["requestBody"] = {"required": True, **body}
    return operation


def _in_path(call: Call) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer", "format": "int64"} if kind else {"type": "string"},
        }
        for kind, name in _IN_PATH.findall(call.path)
    ]


def _in_question(schema: Json) -> list[Json]:
    return [
        {"name": name, "in": "query", "required": False, "schema": part}
        for name, part in schema["properties"].items()
    ]


def _responses(call: Call, shapes: Shapes) -> Json:
    problem = _content("application/problem+json", shapes[ProblemShape, "serialization"])
    wrong = {401, *call.refuses} | ({422} if call.takes else set())
    wrong |= {403} if call.whole else set()
    responses: Json = {str(n): {"description": HTTPStatus(n).phrase} | problem for n in wrong}
    given = _content("application/json", shapes[call.gives, "serialization"])
    return {"200": {"description": "OK"} | given, **dict(sorted(responses.items()))}


def _content(kind: str, schema: Json) -> Json:
    return {"content": {kind: {"schema": schema}}}
