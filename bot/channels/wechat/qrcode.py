"""Codes with a scene: whoever scans one arrives with that word.

https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode.html
"""

import io

from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.errors import Unreachable

LASTS_SECONDS = 2_592_000  # thirty days, the longest a code of this kind may last
LONGEST_SCENE = 64


def scene_code(client: WeChatClient, scene: str) -> bytes:
    """Return a PNG of a code that brings whoever scans it with this scene, for thirty days."""
    return _code(client, scene, action_name="QR_STR_SCENE", expire_seconds=LASTS_SECONDS)


def lasting_code(client: WeChatClient, scene: str) -> bytes:
    """Return a PNG of a code for print: it lasts. An account has 100,000 of them, none returned."""
    return _code(client, scene, action_name="QR_LIMIT_STR_SCENE")


def _code(client: WeChatClient, scene: str, **kind: object) -> bytes:
    import segno

    body = {**kind, "action_info": {"scene": {"scene_str": scene}}}
    answer = client.call("/cgi-bin/qrcode/create", body)
    if "url" not in answer:
        raise Unreachable("/cgi-bin/qrcode/create: no url", uncertain=False)
    file = io.BytesIO()
    segno.make(str(answer["url"]), error="m", micro=False).save(
        file, kind="png", scale=14, border=4
    )
    return file.getvalue()
