"""The texts as they are handed in for review: what is fixed filled in, the rest as variables."""

from collections.abc import Mapping

from bot.channels.sms.gateway import Gateway
from bot.outbox.sms.templates import SmsTemplate
from bot.texts import Line, Rendered, Texts


def text_for(template: SmsTemplate, gateway: Gateway, fixed: Mapping[str, str]) -> str:
    """Return a template's text as this gateway's reviewers read it."""
    variables = {
        name: Rendered(gateway.blank(name, place))
        for place, name in enumerate(template.variables, start=1)
    }
    return Texts({"sms": (template.says,)}).render(Line("sms", {**fixed, **variables}))
