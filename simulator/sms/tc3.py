"""Check what Tencent's callers sign with: TC3-HMAC-SHA256.

cloud.tencent.com/document/api/382/52072
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import UTC, datetime

from .acs3 import Signed, Unproved

NAME = "TC3-HMAC-SHA256"
SHAPE = re.compile(
    rf"{NAME} Credential=(?P<key>[^/]+)/(?P<scope>(?P<day>[\d-]+)/sms/tc3_request),"
    r"\s*SignedHeaders=(?P<headers>[^,]+),\s*Signature=(?P<signature>[0-9a-f]{64})"
)
SKEW_SECONDS = 10 * 60


def check(call: Signed, *, key: str, secret: str, now: datetime) -> None:
    """Raise Unproved where a call was not signed with this key, or not just now."""
    shape = SHAPE.fullmatch(call.headers.get("authorization", ""))
    if shape is None:
        raise _unproved("AuthFailure.InvalidAuthorization", "请求头部的 Authorization 不符合规范。")
    if not hmac.compare_digest(shape["key"].encode(), key.encode()):
        raise _unproved("AuthFailure.SecretIdNotFound", "密钥不存在。")
    stamp = call.headers.get("x-tc-timestamp", "")
    if not stamp.isdecimal() or abs(now.timestamp() - int(stamp)) > SKEW_SECONDS:
        raise _unproved("InternalError.RequestTimeException", "请求发起时间不正常。")
    names = shape["headers"].split(";")
    day = datetime.fromtimestamp(int(stamp), UTC).date().isoformat()
    if not {"content-type", "host"} <= set(names) or shape["day"] != day:
        raise _unproved("AuthFailure.SignatureFailure", "签名错误。")
    right = _signature(call, names, f"{NAME}\n{stamp}\n{shape['scope']}", (secret, day))
    if not hmac.compare_digest(right, shape["signature"]):
        raise _unproved("AuthFailure.SignatureFailure", "签名错误。")


def _signature(call: Signed, names: list[str], head: str, secret_of_day: tuple[str, str]) -> str:
    headers = "".join(f"{name}:{call.headers.get(name, '').strip().lower()}\n" for name in names)
    body = hashlib.sha256(call.body).hexdigest()
    lines = (call.method, call.path, call.query, headers, ";".join(names), body)
    hashed = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    secret, day = secret_of_day
    key = f"TC3{secret}".encode()
    for part in (day, "sms", "tc3_request", f"{head}\n{hashed}"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key.hex()


def _unproved(code: str, words: str) -> Unproved:
    return Unproved(code, words, 200)
