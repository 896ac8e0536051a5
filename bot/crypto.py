"""What is stored sealed, and how it is found again: AES-GCM fields and keyed hashes."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.settings import Keys

_NONCE = 12
_KEY_ID = 4
_VERSION = b"\x01"


class Vault:
    """Seals and opens fields with the newest key; older keys still open what they sealed."""

    def __init__(self, field_keys: Sequence[str], hash_key: str) -> None:
        derived = [hashlib.sha256(b"field:" + key.encode()).digest() for key in field_keys]
        self._ciphers = {_key_id(key): AESGCM(key) for key in derived}
        self._newest = _key_id(derived[0])
        self._hash_key = hashlib.sha256(b"hash:" + hash_key.encode()).digest()

    @classmethod
    def of(cls, keys: Keys) -> "Vault":
        return cls(keys.fields, keys.hash_key)

    def seal(self, plain: bytes, *, field: str) -> bytes:
        """Encrypt for one named field: sealed bytes moved to another field do not open there."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._ciphers[self._newest].encrypt(nonce, plain, field.encode())
        return _VERSION + self._newest + nonce + sealed

    def open(self, sealed: bytes, *, field: str) -> bytes:
        """Decrypt; raise KeyError for an unknown key, InvalidTag for bytes that were changed."""
        if sealed[:1] != _VERSION:
            raise KeyError("sealed in a form of later times")
        key_id, nonce = sealed[1 : 1 + _KEY_ID], sealed[1 + _KEY_ID : 1 + _KEY_ID + _NONCE]
        return self._ciphers[key_id].decrypt(nonce, sealed[1 + _KEY_ID + _NONCE :], field.encode())

    def fingerprint(self, value: str, *, field: str) -> str:
        """Return the keyed hash by which an encrypted value is looked up (64 hex digits)."""
        return hmac.new(self._hash_key, f"{field}:{value}".encode(), hashlib.sha256).hexdigest()


def mask_phone(phone: str | None) -> str:
    """Show a phone as people do who must not know it: 138****1111."""
    return f"{phone[:3]}****{phone[-4:]}" if phone and len(phone) >= 7 else "****"


def mask_email(email: str) -> str:
    """Show a mail address as people do who must not know it: w***@example.com."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}***@{domain}"


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"id:" + key).digest()[:_KEY_ID]
