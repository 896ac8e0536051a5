"""Aliyun's signature ACS3-HMAC-SHA256, with everything in the body and nothing in the address.

https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256

ALGORITHM = "ACS3-HMAC-SHA256"
FORM = "application/x-www-form-urlencoded"
_SIGNED = ("content-type", "host")


def signed(
    headers: Mapping[str, str], body: bytes, *, key: str, secret: str, path: str = "/"
) -> dict[str, str]:
    """Return the headers of a POST with its signature; their names are in small letters."""
    digest = sha256(body).hexdigest()
    sent = {**headers, "x-acs-content-sha256": digest}
    names = sorted(name for name in sent if name in _SIGNED or name.startswith("x-acs-"))
    told = "".join(f"{name}:{sent[name].strip()}\n" for name in names)
    listed = ";".join(names)
    canonical = f"POST\n{path}\n\n{told}\n{listed}\n{digest}"
    to_sign = f"{ALGORITHM}\n{sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(secret.encode(), to_sign.encode(), "sha256").hex()
    proof = f"{ALGORITHM} Credential={key},SignedHeaders={listed},Signature={signature}"
    return {**sent, "authorization": proof}
