"""Sign and encrypt as WeChat does (developers.weixin.qq.com, 消息加解密说明)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


class BrokenSeal(Exception):
    """What came cannot be opened; the message says why."""


def signature(*parts: str) -> str:
    """Return the SHA-1 WeChat puts on a push: of the sorted parts, joined."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


class Seal:
    """Encrypt and decrypt for one account."""

    def __init__(self, aes_key: str, appid: str) -> None:
        key = base64.b64decode(aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._appid = appid.encode()

    def encrypt(self, xml: str, *, random: bytes | None = None) -> str:
        """Return the text of an `<Encrypt>` node."""
        body = xml.encode()
        plain = (random or os.urandom(16)) + struct.pack(">I", len(body)) + body + self._appid
        pad = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher.encryptor()
        sealed = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def decrypt(self, text: str) -> str:
        """Return the XML inside an `<Encrypt>` node; raise BrokenSeal."""
        plain = self._opened(text)
        (length,) = struct.unpack(">I", plain[16:20])
        body, appid = plain[20 : 20 + length], plain[20 + length :]
        if appid != self._appid:
            raise BrokenSeal("the AppID inside is not ours")
        try:
            return body.decode()
        except UnicodeDecodeError as error:
            raise BrokenSeal("the inside is not UTF-8") from error

    def _opened(self, text: str) -> bytes:
        try:
            decryptor = self._cipher.decryptor()
            plain = decryptor.update(base64.b64decode(text, validate=True)) + decryptor.finalize()
        except (binascii.Error, ValueError) as error:
            raise BrokenSeal("not Base64 of whole AES blocks") from error
        pad = plain[-1] if plain else 0
        if not 1 <= pad <= BLOCK or len(plain) - pad < 20:
            raise BrokenSeal("the padding is wrong")
        return plain[:-pad]
