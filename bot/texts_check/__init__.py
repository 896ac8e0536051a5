"""Read all of `content/` as a careful editor would, before a customer does.

Three settings at the top of a file, above `[says]`, say for whom its texts are:
`to_staff = true` (people of the shop read them), `to_children = [names]` (a child is
called 你), `parts = [names]` (words that stand inside other texts: no sentences). In names
* stands for anything.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.dialogue.conversation import Handler
from bot.dialogue.flow import Flow
from bot.dialogue.intents import WordsAndPhrases
from bot.texts import CONTENT
from bot.texts_check.blanks import blank_faults
from bot.texts_check.book import Fault, read_texts
from bot.texts_check.care import care_faults
from bot.texts_check.intents import intent_faults
from bot.texts_check.pools import journeys_in, pools_of, said_by, scarce_faults
from bot.texts_check.promises import promise_faults
from bot.texts_check.shop_files import fits_faults, menu_faults, shop_faults
from bot.texts_check.size import size_faults
from bot.texts_check.sms import sms_faults
from bot.texts_check.templates import template_faults
from bot.texts_check.uses import use_faults
from bot.texts_check.wording import wording_faults


def check_content(
    *, intents: Mapping[str, Handler], flows: Sequence[Flow], folder: Path = CONTENT
) -> list[str]:
    """Return one line for each fault, such as `content/points.toml:4: …`; none means all is well.

    A file that is no TOML, or no journey, is reported alone: the others can't be judged without it.
    """
    texts, unreadable = read_texts(folder)
    journeys, wrong = journeys_in(folder) if not unreadable else ({}, [])
    if unreadable or wrong:
        return _shown(unreadable + wrong, folder)
    pools = pools_of(journeys)
    faults = [fault for text in texts for fault in wording_faults(text)]
    faults += blank_faults(texts, folder)
    faults += size_faults(texts, folder)
    faults += care_faults(texts, pools, folder)
    faults += scarce_faults(journeys, folder)
    faults += use_faults(texts, intents=intents, flows=flows, chosen=said_by(pools))
    understands = WordsAndPhrases.load(folder)
    faults += promise_faults(texts, intents=intents, flows=flows, understands=understands)
    faults += intent_faults(folder, handled=intents)
    faults += menu_faults(folder, handled=intents)
    faults += shop_faults(folder)
    faults += fits_faults(folder)
    faults += template_faults(folder)
    faults += sms_faults(folder)
    return _shown(faults, folder)


def _shown(faults: Sequence[Fault], folder: Path) -> list[str]:
    in_order = sorted(set(faults), key=lambda fault: (fault.file, fault.line, fault.sentence))
    return [f"{folder.name}/{each.file}:{each.line}: {each.sentence}" for each in in_order]
