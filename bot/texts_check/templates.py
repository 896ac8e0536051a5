"""The templates of service notices: what WeChat would refuse, and words nobody fills."""

from collections.abc import Iterator
from pathlib import Path

from bot.channels.wechat.keywords import Unfit
from bot.outbox.cards import FILE, Cards, Template, words_on
from bot.texts import TextError, blanks, read_toml
from bot.texts_check.blanks import Blanks
from bot.texts_check.book import Fault, Text, line_of
from bot.texts_check.wording import wording_faults

SHOP = "shop.toml"
NOW = {"now": "2026年11月28日 15:00"}


def template_faults(folder: Path) -> Iterator[Fault]:
    """Find templates that can't be sent, and ids of templates that nobody describes."""
    try:
        known = Cards.load(folder).templates
    except TextError as error:
        yield Fault(FILE, 1, str(error))
        return
    source = (folder / FILE).read_text(encoding="utf-8") if known else ""
    at_hand = Blanks(folder).examples("", to_staff=False) | NOW
    for name, template in known.items():
        yield from _faults_of(name, template, at_hand, source)
    yield from _unknown_ids(folder, set(known))


def _faults_of(
    name: str, template: Template, at_hand: dict[str, str], source: str
) -> Iterator[Fault]:
    """Fill in each wording with the examples, as a message would."""
    examples = at_hand | template.brings
    for word in template.when or [None]:
        wordings = template.wordings(word)
        for key, words in wordings.items():
            text = Text(FILE, line_of(source, key, words), f"{name}.{key}", words, "customer", True)
            yield from wording_faults(text)
            for blank in sorted(blanks(words) - set(examples)):
                yield text.fault(f"nobody fills {{{blank}}} here: name it in brings of [{name}]")
        try:
            words_on(template, word, examples)
        except Unfit as error:
            yield Fault(FILE, line_of(source, name), f"[{name}] {word or ''}: {error}")
        except TextError:
            pass  # reported as a blank that nobody fills
    if not any(template.wordings(word) for word in template.when or [None]):
        yield Fault(FILE, line_of(source, name), f"[{name}] shows nothing")


def _unknown_ids(folder: Path, known: set[str]) -> Iterator[Fault]:
    shop = read_toml(folder / SHOP) if (folder / SHOP).exists() else {}
    ids = shop.get("templates", {})
    source = (folder / SHOP).read_text(encoding="utf-8") if ids else ""
    for name in sorted(set(ids) - known) if isinstance(ids, dict) else []:
        at = line_of(source, name)
        yield Fault(SHOP, at, f"no template is called {name}: describe it in {FILE}")
