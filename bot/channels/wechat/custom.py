"""The customer-service door: texts and pictures within the windows her own acts open.

https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html
"""

from bot.channels import Content
from bot.channels.wechat.bubbles import with_taps
from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.errors import Unreachable, WeChatError, as_failure
from bot.channels.wechat.qrcode import scene_code


class CustomMessages:
    """Sends customer-service messages; a picture is uploaded first, a code with a scene made."""

    def __init__(self, client: WeChatClient) -> None:
        self._client = client

    def send(self, to: str, content: Content) -> None:
        """Send one bubble; raise SendFailed."""
        try:
            picture = content.picture
            if content.scene:
                picture = scene_code(self._client, content.scene)
            media_id = self._upload(picture) if picture else ""
        except Unreachable as error:
            # nothing was shown to her yet, so trying again is safe
            raise as_failure(Unreachable(str(error), uncertain=False)) from error
        except WeChatError as error:
            raise as_failure(error) from error
        try:
            self._client.call("/cgi-bin/message/custom/send", _body(to, content, media_id))
        except (WeChatError, Unreachable) as error:
            raise as_failure(error) from error

    def _upload(self, picture: bytes) -> str:
        files = {"media": ("picture.png", picture, "image/png")}
        answer = self._client.call("/cgi-bin/media/upload", files=files, query={"type": "image"})
        if "media_id" not in answer:
            raise Unreachable("/cgi-bin/media/upload: no media_id", uncertain=False)
        return str(answer["media_id"])


def _body(to: str, content: Content, media_id: str) -> dict[str, object]:
    if media_id:
        return {"touser": to, "msgtype": "image", "image": {"media_id": media_id}}
    return {"touser": to, "msgtype": "text", "text": {"content": with_taps(content.text)}}
