"""A demo's templates: its simulator plays the gateway, and the reviewers have let all pass."""

from dataclasses import replace

from bot.channels.sms.gateway import Gateway
from bot.outbox.sms.filling import SmsBook
from bot.outbox.sms.handing_in import text_for
from bot.outbox.sms.templates import read_templates
from bot.shop.stores.rules import Shop

# what the simulator calls our kinds
_KINDS = {"code": "code", "notice": "notice", "marketing": "promotion"}


def all_approved(book: SmsBook) -> SmsBook:
    """Return the book with every template approved; its code at the gateway is its name."""
    passed = {
        name: template.model_copy(
            update={"codes": {book.provider: name}, "states": {book.provider: "approved"}}
        )
        for name, template in book.templates.items()
    }
    return replace(book, templates=passed)


def handed_in(gateway: Gateway, shop: Shop) -> list[dict[str, str]]:
    """Return all templates as the simulator's reviewers read them."""
    fixed = {
        "shop": shop.shop.name,
        "helper": shop.shop.helper,
        "service_phone": shop.shop.service_phone,
    }
    return [
        {"id": name, "kind": _KINDS[each.kind], "text": text_for(each, gateway, fixed)}
        for name, each in read_templates().items()
    ]
