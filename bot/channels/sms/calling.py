"""How a gateway is called: kept-alive connections, time-outs, and an answer that is JSON."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from urllib3 import PoolManager, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
)

from bot.channels import SendFailed

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
AT_ONCE = 48
_NOT_SENT = (ConnectTimeoutError, NewConnectionError, NameResolutionError)


def open_pool() -> PoolManager:
    """Open the connections of one gateway; nothing is tried twice by itself."""
    # at DEBUG it prints every address
    logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
    timeout = Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    return PoolManager(maxsize=AT_ONCE, timeout=timeout, retries=False)


def post(http: PoolManager, url: str, body: bytes, headers: Mapping[str, str]) -> Mapping[str, Any]:
    """POST and read the JSON that comes back.

    Raise SendFailed: uncertain where the gateway may have taken it all the same.
    """
    try:
        response = http.request("POST", url, body=body, headers=dict(headers))
    except _NOT_SENT:
        raise SendFailed("sms: no connection") from None
    except HTTPError as error:
        raise SendFailed(f"sms: {type(error).__name__}", uncertain=True) from None
    try:
        answer = json.loads(response.data)
        if not isinstance(answer, dict):
            raise ValueError("no object")
    except ValueError:  # a proxy's page, or half an answer: it says nothing about what happened
        uncertain = response.status == 200 or response.status >= 500
        raise SendFailed(f"sms: HTTP {response.status}, not JSON", uncertain=uncertain) from None
    if response.status >= 500:
        raise SendFailed(f"sms: HTTP {response.status}", uncertain=True)
    return answer
