"""Tencent Cloud's signature TC3-HMAC-SHA256.

https://cloud.tencent.com/document/api/382/52072
"""

import hmac
from datetime import UTC, datetime
from hashlib import sha256

ALGORITHM = "TC3-HMAC-SHA256"
JSON = "application/json"
_NAMES = "content-type;host"


def authorization(
    body: bytes, *, host: str, at: datetime, key: str, secret: str, service: str = "sms"
) -> str:
    """Return the header `Authorization` of a POST of JSON; its day is that of UTC."""
    moment = at.astimezone(UTC)
    day, seconds = f"{moment:%Y-%m-%d}", int(moment.timestamp())
    told = f"content-type:{JSON}\nhost:{host}\n"
    canonical = f"POST\n/\n\n{told}\n{_NAMES}\n{sha256(body).hexdigest()}"
    scope = f"{day}/{service}/tc3_request"
    digest = sha256(canonical.encode()).hexdigest()
    to_sign = f"{ALGORITHM}\n{seconds}\n{scope}\n{digest}"
    mine = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request", to_sign):
        mine = hmac.digest(mine, part.encode(), "sha256")
    return f"{ALGORITHM} Credential={key}/{scope}, SignedHeaders={_NAMES}, Signature={mine.hex()}"
