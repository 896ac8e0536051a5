"""Pack a push for one delivery: the query that proves it and the body that holds it."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from .markup import written
from .pushes import Push
from .seal import signature
from .verdict import Account


@dataclass(frozen=True)
class Manner:
    """How a push is delivered when a test wants it otherwise than usual."""

    duplicates: int = 1
    delay: float = 0.0
    timestamp: int | None = None
    signature: str | None = None
    mode: str | None = None
    raw: str | None = None
    encrypt: str | None = None


def packed(push: Push, account: Account, manner: Manner) -> tuple[dict[str, str], bytes]:
    """Return the query and the body of one delivery; each is signed and sealed afresh."""
    query = signed(account, manner) | {"openid": push.openid}
    mode = manner.mode or account.mode
    if manner.raw is not None or mode == "plain" or account.seal is None:
        return query, (push.xml if manner.raw is None else manner.raw).encode()
    sealed = manner.encrypt or account.seal.encrypt(push.xml)
    query["encrypt_type"] = "aes"
    query["msg_signature"] = manner.signature or signature(
        account.token, query["timestamp"], query["nonce"], sealed
    )
    if mode == "compatible":
        extra = f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        return query, (push.xml.removesuffix("</xml>") + extra).encode()
    return query, written({"ToUserName": account.account, "Encrypt": sealed}).encode()


def signed(account: Account, manner: Manner) -> dict[str, str]:
    """Return the part of the query that proves who knocks."""
    stamp, nonce = str(manner.timestamp or int(time.time())), str(secrets.randbelow(10**9))
    right = signature(account.token, stamp, nonce)
    return {"signature": manner.signature or right, "timestamp": stamp, "nonce": nonce}
