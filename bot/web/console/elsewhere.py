"""Addresses of the console that are none."""

from typing import NoReturn

from flask import Blueprint
from werkzeug.exceptions import NotFound

from bot.web.console.door import may

screen = Blueprint("elsewhere", __name__)


@screen.route("", methods=["POST", "PUT", "PATCH", "DELETE"])
@screen.route("/", methods=["POST", "PUT", "PATCH", "DELETE"])
@screen.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
@may("account")
def nothing(rest: str = "") -> NoReturn:  # noqa: ARG001 - the address does not matter
    """Say that there is no such page, to who is logged in."""
    raise NotFound
