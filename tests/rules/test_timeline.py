"""The timeline knows every line of the journal that is about a customer."""

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.usecases.timeline import VERBS

ROOT = Path(__file__).parent.parent.parent
OF_THE_HOUSE = {"added_staff", "bound_wechat", "imported_shop", "set_email"}


def noted_in(file: Path) -> Iterator[str]:
    """Give the verbs that a source writes into the journal."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "note":
            words = [each.value for each in node.args if isinstance(each, ast.Constant)]
            yield from (word for word in words if isinstance(word, str))


def test_every_verb_of_the_journal_has_its_sentence() -> None:
    sources = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]
    noted = {verb for source in sources for verb in noted_in(source)}
    assert len(noted) > 50
    assert noted - {*VERBS} - OF_THE_HOUSE == set()
