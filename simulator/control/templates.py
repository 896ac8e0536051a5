"""Look at the account's templates, add one, take one away."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from .. import templates
from .answers import refused, text_of, the_world, wish

door = Blueprint("templates", __name__)
LONGEST_TITLE = 40


@door.get("/templates")
def listing() -> dict[str, Any]:
    """List the templates with their ids."""
    found = templates.everyone(the_world().journal)
    return {"items": [each.as_json() for each in found]}


@door.post("/templates")
def add() -> dict[str, Any]:
    """Add a template: `title`, `keys` with a label for each, and whether it is `one_time`."""
    given = wish()
    one_time = given.get("one_time") is True
    title = text_of(given, "title", longest=LONGEST_TITLE)
    try:
        journal, keys = the_world().journal, given.get("keys")
        return templates.add(journal, title, keys, one_time=one_time).as_json()
    except templates.BadTemplate as error:
        raise refused(422, "bad_template", str(error)) from error


@door.delete("/templates/<template_id>")
def withdraw(template_id: str) -> dict[str, Any]:
    """Take a template away."""
    templates.withdraw(the_world().journal, template_id)
    return {"ok": True}
