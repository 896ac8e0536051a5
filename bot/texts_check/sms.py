"""SMS templates: what a gateway's reviewers would refuse, and what nobody fills."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.channels.sms.gateways import GATEWAYS
from bot.channels.sms.segments import ONE, length
from bot.outbox.sms.templates import (
    FIXED,
    FOLDER,
    WAY_OUT,
    SmsTemplate,
    read_houses,
    read_templates,
)
from bot.texts import TextError, blanks
from bot.texts_check.book import Fault, Text, line_of
from bot.texts_check.wording import wording_faults

HOUSES = f"{FOLDER}/gateways.toml"
LONGEST_SIGN = 14  # of twelve characters, with its brackets
# what all gateways refuse in any template: a mobile number, a link
_REFUSED = re.compile(r"1[3-9][0-9]{9}|https?://|www\.|[💍-🧿]")


def sms_faults(folder: Path) -> Iterator[Fault]:
    """Find SMS templates that can't be handed in, or filled."""
    try:
        known, houses = read_templates(folder), read_houses(folder)
    except TextError as error:
        yield Fault(HOUSES, 1, str(error))
        return
    for name in sorted(set(houses) - set(GATEWAYS)):
        yield Fault(HOUSES, 1, f"no gateway is called {name}: {', '.join(GATEWAYS)}")
    for name, template in known.items():
        file, source = _place(folder, name)
        for sentence in _faults_of(template):
            yield Fault(file, line_of(source, name), f"[{name}] {sentence}")
        said = template.says.removesuffix(WAY_OUT)
        at = line_of(source, name, template.says)
        yield from wording_faults(Text(file, at, f"sms.{name}", said, "customer", True))


def _faults_of(template: SmsTemplate) -> Iterator[str]:
    unsaid = set(template.variables) - set(template.brings)
    for blank in sorted(unsaid):
        yield f"nobody fills {{{blank}}} here: name it in brings"
    for unknown in sorted((set(template.states) | set(template.codes)) - set(GATEWAYS)):
        yield f"no gateway is called {unknown}: {', '.join(GATEWAYS)}"
    for gateway, state in template.states.items():
        if state == "approved" and not template.codes.get(gateway) and template.kind != "code":
            yield f"{gateway} has approved it: write its code"
    if _REFUSED.search(template.says):
        yield "no gateway takes a mobile number, a link or an emoji"
    shown = template.says
    for blank in blanks(shown):
        shown = shown.replace(f"{{{blank}}}", template.brings.get(blank, "四个字吧"))
    if template.kind == "marketing" and length(shown) + LONGEST_SIGN > ONE:
        yield f"with a signature it is longer than {ONE} characters, and costs twice"
    if odd := set(template.brings) & set(FIXED):
        yield f"{', '.join(sorted(odd))} is fixed when it is handed in: take it out of brings"


def _place(folder: Path, name: str) -> tuple[str, str]:
    """Return the file that holds a template, and what stands in it."""
    for file in sorted((folder / FOLDER).glob("*.toml")):
        source = file.read_text(encoding="utf-8")
        if f"[{name}]" in source:
            return str(file.relative_to(folder)), source
    return HOUSES, ""
