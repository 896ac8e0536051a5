"""Fetch the pictures and voices that customers sent, before WeChat drops them.

https://developers.weixin.qq.com/doc/service/api/material/temporary/api_gettempmedia.html
"""

from bot.channels.wechat.client import WeChatClient

GONE = frozenset({40004, 40005, 40006, 40007})  # no such media, or none that can be had


def fetch_media(client: WeChatClient, media_id: str, *, most: int) -> bytes | None:
    """Return the bytes, None where they are more than `most`; raise WeChatError or Unreachable."""
    content = client.download("/cgi-bin/media/get", {"media_id": media_id}, most=most)
    return content if len(content) <= most else None
