"""The template door: service notices with typed keys, for what she waits for.

https://developers.weixin.qq.com/doc/service/guide/product/template_message/Template_Message_Interface.html
"""

from datetime import timedelta

from bot.channels import Content, SendFailed
from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.errors import Unreachable, WeChatError, as_failure

SEND = "/cgi-bin/message/template/send"
STOPPED_FOR = timedelta(hours=1)
SHE_REFUSES = 43101
# The id, the keys, a ban of this one template: nothing more goes by it until somebody has looked.
ABOUT_THE_TEMPLATE = frozenset({40036, 40037, 40246, 40247, 40249, 43116, 45026, 45027, 47003})


class TemplateMessages:
    """Sends cards; the same `once` within ten minutes reaches her once."""

    def __init__(self, client: WeChatClient) -> None:
        self._client = client

    def send(self, to: str, content: Content) -> str | None:
        """Send one card and return WeChat's id of it; raise SendFailed."""
        card = content.card
        if card is None:
            raise SendFailed("no card to send", permanent=True)
        body = {
            "touser": to,
            "template_id": card.template,
            "client_msg_id": card.once,
            "data": {key: {"value": value} for key, value in card.data.items()},
        }
        try:
            answer = self._client.call(SEND, body)
        except (WeChatError, Unreachable) as error:
            raise _failure(error) from error
        return str(answer["msgid"]) if "msgid" in answer else None


def _failure(error: WeChatError | Unreachable) -> SendFailed:
    """Say what follows: a template that is refused stops alone, who refuses them gets none."""
    if isinstance(error, WeChatError) and error.code in ABOUT_THE_TEMPLATE:
        return SendFailed(str(error), shut="template", pause=STOPPED_FOR)
    if isinstance(error, WeChatError) and error.code == SHE_REFUSES:
        return SendFailed(str(error), shut="cards")
    return as_failure(error)
