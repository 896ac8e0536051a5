"""Which texts a source names: whole, or with * for what the program puts in."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ANYTHING = "*"
# Calls whose word names a text: Refused("points_short") is told by reasons.points_short.
REFUSES, QUEUES = "Refused", "queue"
_KEY = re.compile(r"[a-z_]+\.(?!html$|toml$|css$|js$|svg$|json$)[a-z0-9_*]+")
# In a page's template: "file.name" and, with the rest put in by the page, "file.name_" ~
_IN_PAGE = re.compile(r"[\"']([a-z_]+\.[a-z0-9_]+)[\"'](\s*~)?")


class Named(NamedTuple):
    """A text that is named, and where."""

    key: str
    where: str


@cache
def named_in(source: Path) -> tuple[Named, ...]:
    """Return all that looks like a text's key in a source, once for each place."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    inside = {id(piece) for node in ast.walk(tree) for piece in _pieces(node)}
    place = f"{source.parent.name}/{source.name}"
    return tuple(
        Named(key, f"{place}:{getattr(node, 'lineno', 0)} says it")
        for node in ast.walk(tree)
        if id(node) not in inside
        for key in _keys(node)
        if _KEY.fullmatch(key)
    )


@cache
def named_in_page(source: Path) -> tuple[Named, ...]:
    """Return all that looks like a text's key in a template."""
    lines = source.read_text(encoding="utf-8").splitlines()
    place = f"{source.parent.name}/{source.name}"
    return tuple(
        Named(found[1] + (ANYTHING if found[2] else ""), f"{place}:{number} says it")
        for number, line in enumerate(lines, start=1)
        for found in _IN_PAGE.finditer(line)
        if _KEY.fullmatch(found[1])
    )


def _keys(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(_as_pattern(piece) for piece in node.values)
    elif isinstance(node, ast.Call):
        yield from _named_by_call(node)


def _named_by_call(call: ast.Call) -> Iterator[str]:
    called = getattr(call.func, "id", "")
    kinds = [each.value for each in call.keywords if each.arg == "kind"]
    for word in call.args[:1] if called == REFUSES else kinds:
        if isinstance(word, ast.Constant) and called in (REFUSES, QUEUES):
            said = str(word.value)
            yield f"reasons.{said}" if called == REFUSES else f"story.kind_{said}"


def _pieces(node: ast.AST) -> list[ast.expr]:
    return node.values if isinstance(node, ast.JoinedStr) else []


def _as_pattern(piece: ast.expr) -> str:
    return str(piece.value) if isinstance(piece, ast.Constant) else ANYTHING
