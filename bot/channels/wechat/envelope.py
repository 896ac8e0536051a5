"""WeChat's envelopes: signatures, encryption, and XML that can't hurt.

https://developers.weixin.qq.com/doc/service/guide/dev/push/encryption.html
"""

import base64
import binascii
import hashlib
import hmac
import re
import time
from collections.abc import Mapping
from typing import Any

import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.crypto.cryptography import WeChatCipher
from wechatpy.replies import TextReply

from bot.channels.wechat.bubbles import UNSHOWABLE, with_taps
from bot.settings import WeChatAccount

WINDOW_SECONDS = 300
BIGGEST_BODY = 1 << 20
_BLOCK = 32
_STAMP = re.compile("[0-9]{1,12}")
_ACCOUNT = re.compile("[A-Za-z0-9_-]{1,64}")


class BadSignature(Exception):
    """The request was not signed with our token, or is too old: 403."""


class Unreadable(Exception):
    """Signed, yet it can't be read; the text says why, without her data."""


class Envelopes:
    """Opens what WeChat pushes to one account and seals what answers it."""

    def __init__(self, account: WeChatAccount) -> None:
        self._account = account
        self._crypto = (
            WeChatCrypto(account.token, account.aes_key, account.appid) if account.aes_key else None
        )
        self._key = base64.b64decode(account.aes_key + "=") if account.aes_key else b""

    def check(self, query: Mapping[str, str], *signed: str, name: str = "signature") -> None:
        """Compare a signature in constant time; raise BadSignature."""
        parts = [self._account.token, query.get("timestamp", ""), query.get("nonce", ""), *signed]
        wanted = hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 - theirs
        if not hmac.compare_digest(wanted.encode(), query.get(name, "").encode()):
            raise BadSignature(name)

    def admit(self, query: Mapping[str, str]) -> None:
        """Let in who signed with our token within these minutes; raise BadSignature."""
        self.check(query)
        stamp = query.get("timestamp", "")
        if not (_STAMP.fullmatch(stamp) and abs(_now() - int(stamp)) <= WINDOW_SECONDS):
            raise BadSignature("timestamp")

    def open(self, body: bytes, query: Mapping[str, str]) -> dict[str, Any]:
        """Return the fields of an admitted message; raise BadSignature or Unreadable only."""
        fields = _fields(body)
        if self._crypto is None:
            return fields
        sealed = fields.get("Encrypt")
        if not isinstance(sealed, str):
            raise BadSignature("a plain body where only encrypted ones are taken")
        self.check(query, sealed, name="msg_signature")
        return _fields(self._decrypt(sealed))

    def called(self, fields: Mapping[str, Any]) -> str:
        """Return by which name she called us: the answer must come from the same one."""
        name = fields.get("ToUserName")
        right = isinstance(name, str) and _ACCOUNT.fullmatch(name)
        return str(name) if right else self._account.account

    def seal(self, text: str, *, to: str, source: str, nonce: str) -> str:
        """Return the passive reply's XML, encrypted where the account is."""
        words = _in_cdata(with_taps(text))
        reply = TextReply(target=to, source=source, content=words, time=_now())
        xml = reply.render()
        return str(self._crypto.encrypt_message(xml, nonce, str(_now()))) if self._crypto else xml

    def _decrypt(self, sealed: str) -> bytes:
        """Open the packet by hand where a library would read past a wrong length or padding."""
        try:
            packet = base64.b64decode(sealed, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Unreadable("not base64") from error
        if not packet or len(packet) % 16:
            raise Unreadable("not whole blocks")
        plain = WeChatCipher(self._key, self._key[:16]).decrypt(packet)
        pad = plain[-1]
        size = int.from_bytes(plain[16:20], "big")
        end = 20 + size
        if not 1 <= pad <= _BLOCK or end > len(plain) - pad:
            raise Unreadable("wrong padding or length")
        if not hmac.compare_digest(plain[end:-pad], self._account.appid.encode()):
            raise Unreadable("another account's message")
        return bytes(plain[20:end])


def _in_cdata(text: str) -> str:
    """Split `]]>`, so that it can't end a CDATA section."""
    return text.replace("]]>", "]]]]><![CDATA[>")


def _fields(body: bytes) -> dict[str, Any]:
    """Parse XML without entities or DOCTYPE; raise Unreadable for all that is not a message."""
    try:
        # some phones send control characters, which no XML reader takes
        parsed = xmltodict.parse(UNSHOWABLE.sub("", body.decode()), disable_entities=True)
    except Exception as error:
        raise Unreadable(f"no XML ({type(error).__name__})") from error
    fields = parsed.get("xml")
    if not isinstance(fields, dict):
        raise Unreadable("no <xml> with fields")
    return fields


def _now() -> int:
    return int(time.time())
