"""Write and read WeChat's XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BadMarkup(Exception):
    """Not the XML that was hoped for; the message says why."""


def written(fields: Mapping[str, Any], root: str = "xml") -> str:
    """Return fields as XML: text in CDATA, numbers bare, a list as repeated elements."""
    return f"<{root}>{''.join(_nodes(fields))}</{root}>"


def _nodes(fields: Mapping[str, Any]) -> Iterator[str]:
    for name, value in fields.items():
        if not NAME.fullmatch(name):
            raise BadMarkup(f"{name!r} cannot be the name of an element")
        for each in value if isinstance(value, list) else [value]:
            yield written(each, name) if isinstance(each, Mapping) else _leaf(name, each)


def _leaf(name: str, value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"<{name}>{value}</{name}>"
    text = NOT_XML.sub("", "" if value is None else str(value))
    return f"<{name}><![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


def read(text: str) -> dict[str, Any]:
    """Return XML as nested fields; repeated elements become a list. Raise BadMarkup."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BadMarkup("a DOCTYPE is not allowed")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - entities are refused above
    except (ElementTree.ParseError, ValueError) as error:
        raise BadMarkup(f"broken XML: {error}") from error
    if root.tag != "xml":
        raise BadMarkup(f"the root element is <{root.tag}>, not <xml>")
    inside = _value(root)
    return inside if isinstance(inside, dict) else {}


def _value(node: ElementTree.Element) -> Any:
    if not len(node):
        return node.text or ""
    found: dict[str, Any] = {}
    for child in node:
        value = _value(child)
        if child.tag not in found:
            found[child.tag] = value
        elif isinstance(found[child.tag], list):
            found[child.tag].append(value)
        else:
            found[child.tag] = [found[child.tag], value]
    return found
