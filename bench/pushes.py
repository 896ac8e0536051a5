"""Pushes as WeChat makes them, signed and encrypted, and what their replies say.

https://developers.weixin.qq.com/doc/service/guide/dev/push/encryption.html
"""

import base64
import hashlib
import random
import re
import time
from collections.abc import Iterable, Sequence
from itertools import count
from urllib.parse import urlencode

from wechatpy.crypto import PrpCrypto, WeChatCrypto

APPID = "wx0123456789abcdef"
TOKEN = "huitouke"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ACCOUNT = "gh_0123456789ab"
ENVIRONMENT = {
    "WECHAT_APPID": APPID,
    "WECHAT_SECRET": "0123456789abcdef0123456789abcdef",
    "WECHAT_TOKEN": TOKEN,
    "WECHAT_AES_KEY": AES_KEY,
    "WECHAT_ACCOUNT": ACCOUNT,
    "WECHAT_API_BASE": "http://127.0.0.1:9",  # nobody listens on the discard port
}

_MESSAGE = (
    "<xml><ToUserName><![CDATA[{account}]]></ToUserName>"
    "<FromUserName><![CDATA[{openid}]]></FromUserName><CreateTime>{now}</CreateTime>"
    "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>"
    "<MsgId>{number}</MsgId></xml>"
)
_ENVELOPE = (
    "<xml><ToUserName><![CDATA[{account}]]></ToUserName>"
    "<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
)
_SEALED = re.compile(rb"<Encrypt><!\[CDATA\[(.*?)\]\]></Encrypt>", re.DOTALL)
_CONTENT = re.compile(r"<Content><!\[CDATA\[(.*?)\]\]></Content>", re.DOTALL)
_numbers = count(time.time_ns() // 1000)
_crypto = PrpCrypto(base64.b64decode(AES_KEY + "="))


def pushes(text: str, openids: Iterable[str], *, path: str = "/wechat") -> list[bytes]:
    """Return whole HTTP requests, one for each sender, every one with a MsgId of its own.

    They are signed now: the bot takes them for five minutes.
    """
    return [_request(path, text, openid) for openid in openids]


def reply_in(body: bytes) -> str:
    """Return the words of a passive reply; raise ValueError where it is not sealed for us."""
    found = _SEALED.search(body)
    if not found:
        raise ValueError(f"no reply: {body[:80]!r}")
    xml = _crypto.decrypt(found[1], APPID)
    words = _CONTENT.search(xml)
    return words[1] if words else ""


def drawn(openids: Sequence[str], number: int) -> list[str]:
    """Return so many senders, drawn at random but always the same."""
    return random.Random(1).choices(openids, k=number)


def _request(path: str, text: str, openid: str) -> bytes:
    now, nonce, number = str(int(time.time())), str(random.randrange(10**9)), next(_numbers)
    plain = _MESSAGE.format(account=ACCOUNT, openid=openid, now=now, text=text, number=number)
    sealed = _crypto.encrypt(plain, APPID).decode()
    query = urlencode(
        {
            "signature": _signed(now, nonce),
            "timestamp": now,
            "nonce": nonce,
            "openid": openid,
            "encrypt_type": "aes",
            "msg_signature": _signed(now, nonce, sealed),
        }
    )
    body = _ENVELOPE.format(account=ACCOUNT, sealed=sealed)
    head = (
        f"POST {path}?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/4.0\r\n"
        f"Accept: */*\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


def _signed(*parts: str) -> str:
    return hashlib.sha1("".join(sorted((TOKEN, *parts))).encode()).hexdigest()


def library_crypto() -> WeChatCrypto:
    """Return wechatpy's own crypto, as its documentation uses it."""
    return WeChatCrypto(TOKEN, AES_KEY, APPID)
