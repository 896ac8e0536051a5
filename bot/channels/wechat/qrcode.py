"""Codes with a scene: whoever scans one arrives with that word.

https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode.html
"""

import io

from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.errors import Unreachable

LASTS_SECONDS = 2_592_000  # thirty days, the longest a code of this kind may last


def scene_code(client: WeChatClient, scene: str) -> bytes:
    """Return a PNG of a code that brings whoever scans it with this scene, for thirty days."""
    import segno

    body = {
        "expire_seconds": LASTS_SECONDS,
        "action_name": "QR_STR_SCENE",
        "action_info": {"scene": {"scene_str": scene}},
    }
    answer = client.call("/cgi-bin/qrcode/create", body)
    if "url" not in answer:
        raise Unreachable("/cgi-bin/qrcode/create: no url", uncertain=False)
    file = io.BytesIO()
    segno.make(str(answer["url"]), error="m", micro=False).save(
        file, kind="png", scale=14, border=4
    )
    return file.getvalue()
