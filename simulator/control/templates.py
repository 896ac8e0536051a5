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
    """Add a template: `title`, and `keys` with a label for each."""
    given = wish()
    title = text_of(given, "title", longest=LONGEST_TITLE)
    try:
        return templates.add(the_world().journal, title, given.get("keys")).as_json()
    except templates.BadTemplate as error:
        raise refused(422, "bad_template", str(error)) from error


@door.delete("/templates/<template_id>")
def withdraw(template_id: str) -> dict[str, Any]:
    """Take a template away."""
    templates.withdraw(the_world().journal, template_id)
    return {"ok": True}
