"""What every page of the console is made of: our style and script, and htmx from its package."""

from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Response, send_file, url_for
from werkzeug.exceptions import NotFound

from bot.web.console.door import may
from bot.web.console.roles import WITHOUT_LOGIN

screen = Blueprint("assets", __name__)

OURS = Path(__file__).parent / "static"
A_YEAR = 31_536_000


@cache
def parts() -> dict[str, Path]:
    """Return the files by name: all that a browser may ask for."""
    package = find_spec("django_htmx")  # its script alone is used: Django is not installed
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("the package django-htmx is missing: run make setup")
    theirs = Path(package.submodule_search_locations[0], "static/django_htmx")
    return {
        "console.css": OURS / "console.css",
        "console.js": OURS / "console.js",
        "scan.js": OURS / "scan.js",
        "icon.svg": OURS / "icon.svg",
        "htmx.js": theirs / "htmx-2.min.js",
    }


@screen.get("/assets/<mark>/<name>")
@may(WITHOUT_LOGIN)
def show(mark: str, name: str) -> Response:
    """Give a file; its address changes with what is in it, so it is kept for a year."""
    if name not in parts():
        raise NotFound
    response = send_file(parts()[name], max_age=A_YEAR if mark == _mark(name) else 0)
    if mark == _mark(name):
        response.cache_control.immutable = True
        response.cache_control.public = True
    return response


def asset(name: str) -> str:
    """Return the address of a file."""
    return url_for("console.assets.show", mark=_mark(name), name=name)


@cache
def _mark(name: str) -> str:
    return sha256(parts()[name].read_bytes()).hexdigest()[:12]
