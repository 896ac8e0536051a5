"""Check what Aliyun's callers sign with: ACS3-HMAC-SHA256.

help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote

NAME = "ACS3-HMAC-SHA256"
SHAPE = re.compile(
    rf"{NAME} Credential=(?P<key>[^,]+),\s*SignedHeaders=(?P<headers>[^,]+),"
    r"\s*Signature=(?P<signature>[0-9a-f]{64})"
)
SKEW_SECONDS = 15 * 60


class Unproved(Exception):
    """A call that proves nothing: the gateway's code, its sentence, and the status."""

    def __init__(self, code: str, words: str, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.words = words
        self.status = status


@dataclass(frozen=True)
class Signed:
    """What a signature covers: names of headers are small."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


def check(call: Signed, *, key: str, secret: str, now: datetime) -> None:
    """Raise Unproved where a call was not signed with this key, or not just now."""
    shape = SHAPE.fullmatch(call.headers.get("authorization", ""))
    if shape is None:
        raise Unproved("IncompleteSignature", "The request signature is not complete.")
    if not hmac.compare_digest(shape["key"].encode(), key.encode()):
        raise Unproved("InvalidAccessKeyId.NotFound", "Specified access key is not found.", 404)
    _check_time(call.headers.get("x-acs-date", ""), now)
    names = shape["headers"].split(";")
    unsigned = [each for each in call.headers if _must_sign(each) and each not in names]
    digest = call.headers.get("x-acs-content-sha256", "")
    if unsigned or digest != hashlib.sha256(call.body).hexdigest():
        raise _mismatch()
    if not hmac.compare_digest(_signature(call, names, digest, secret), shape["signature"]):
        raise _mismatch()


def _must_sign(header: str) -> bool:
    return header in ("host", "content-type") or header.startswith("x-acs-")


def _check_time(text: str, now: datetime) -> None:
    try:
        said = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise Unproved("InvalidTimeStamp.Format", "Specified time stamp is not valid.") from error
    if abs((now - said).total_seconds()) > SKEW_SECONDS:
        raise Unproved("InvalidTimeStamp.Expired", "Specified time stamp or date is expired.")


def _signature(call: Signed, names: list[str], digest: str, secret: str) -> str:
    pairs = sorted(parse_qsl(call.query, keep_blank_values=True))
    query = "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in pairs)
    headers = "".join(f"{name}:{call.headers.get(name, '').strip()}\n" for name in names)
    lines = (call.method, call.path, query, headers, ";".join(names), digest)
    hashed = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return hmac.new(secret.encode(), f"{NAME}\n{hashed}".encode(), hashlib.sha256).hexdigest()


def _escaped(text: str) -> str:
    return quote(text, safe="-_.~")


def _mismatch() -> Unproved:
    return Unproved(
        "SignatureDoesNotMatch", "Specified signature is not matched with our calculation."
    )
