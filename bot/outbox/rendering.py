"""How a row of the outbox becomes words: its text, filled in for the person it goes to."""

from datetime import datetime

from bot import clock
from bot.outbox.models import Message
from bot.shop.people.models import Person
from bot.shop.stores.rules import Shop
from bot.texts import Rendered, Texts, line


def render_message(
    texts: Texts, shop: Shop, message: Message, person: Person, now: datetime
) -> str:
    """Return the words; what is said on a later day than its cause has its own wording."""
    key = message.key
    if message.caused_at and f"{key}_later" in texts:
        said_on, caused_on = clock.local(now).date(), clock.local(message.caused_at).date()
        key = f"{key}_later" if said_on > caused_on else key
    guide = shop.colleague(person.guide)
    values = {
        "name": person.name or texts.render(line("common.nameless")),
        "guide": guide.name if guide else shop.shop.helper,
        "shop": shop.shop.name,
        **message.params,
        "words": Rendered(message.params.get("words", "")),
    }
    return texts.render(line(key, **values), pick=message.id or 0)
