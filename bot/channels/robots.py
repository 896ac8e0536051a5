"""Robots of a work group in WeCom, DingTalk or Feishu: one text, posted to its address.

https://developer.work.weixin.qq.com/document/path/91770
https://open.dingtalk.com/document/orgapp/custom-robot-access
https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
"""

import base64
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus, urlsplit

from urllib3 import PoolManager, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
)

from bot.channels import SendFailed

LONGEST = 2000  # bytes; WeCom takes 2048, the others more
MINUTE = timedelta(minutes=1)
_NOT_SENT = (ConnectTimeoutError, NewConnectionError, NameResolutionError)
_CONNECT, _READ = 3.0, 5.0


@dataclass(frozen=True)
class Form:
    """How one kind of robot is spoken to.

    `code` names what its answer calls the result; `busy` are codes after which one waits a minute,
    `once_more` those after which trying again may help. Any other is for the operator.
    """

    path: str
    body: Callable[[str], dict[str, Any]]
    code: str
    busy: frozenset[int]
    once_more: frozenset[int]
    sign: Callable[[str, str, dict[str, Any], str], tuple[str, dict[str, Any]]] | None = None


def _plain(text: str) -> dict[str, Any]:
    return {"msgtype": "text", "text": {"content": text}}


def _of_feishu(text: str) -> dict[str, Any]:
    return {"msg_type": "text", "content": {"text": text}}


def _signed_for_dingtalk(
    url: str, secret: str, body: dict[str, Any], now: str
) -> tuple[str, dict[str, Any]]:
    stamp = f"{now}000"
    proof = hmac.digest(secret.encode(), f"{stamp}\n{secret}".encode(), "sha256")
    sign = quote_plus(base64.b64encode(proof))
    return f"{url}{'&' if '?' in url else '?'}timestamp={stamp}&sign={sign}", body


def _signed_for_feishu(
    url: str, secret: str, body: dict[str, Any], now: str
) -> tuple[str, dict[str, Any]]:
    proof = base64.b64encode(hmac.digest(f"{now}\n{secret}".encode(), b"", "sha256"))
    return url, {"timestamp": now, "sign": proof.decode(), **body}


FORMS = {
    "wecom": Form("/cgi-bin/webhook/send", _plain, "errcode", frozenset({45009}), frozenset({-1})),
    "dingtalk": Form(
        "/robot/send",
        _plain,
        "errcode",
        frozenset({130101, 130102, 410100}),
        frozenset({-1}),
        _signed_for_dingtalk,
    ),
    "feishu": Form(
        "/open-apis/bot/v2/hook/",
        _of_feishu,
        "code",
        frozenset({11232, 99991400}),
        frozenset({10002}),
        _signed_for_feishu,
    ),
}


def form_of(url: str) -> Form | None:
    """Return the kind of robot an address belongs to, by its path; None for another address."""
    path = urlsplit(url).path
    return next((form for form in FORMS.values() if path.startswith(form.path)), None)


class Robot:
    """One robot; safe to share between threads."""

    def __init__(self, url: str, secret: str = "") -> None:
        form = form_of(url)
        if form is None:
            raise ValueError("no robot of WeCom, DingTalk or Feishu has such an address")
        self._url, self._secret, self._form = url, secret, form
        timeout = Timeout(connect=_CONNECT, read=_READ)
        self._http = PoolManager(maxsize=2, timeout=timeout, retries=False)

    def send(self, text: str) -> None:
        """Post a text to the group; raise SendFailed."""
        url, body = self._url, self._form.body(text)
        if self._secret and self._form.sign:
            url, body = self._form.sign(url, self._secret, body, str(int(time.time())))
        raw = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            answer = self._http.request("POST", url, body=raw, headers=headers, redirect=False)
        except _NOT_SENT:
            raise SendFailed("robot: no connection") from None
        except HTTPError as error:  # its text names the address, and so the robot's key
            raise SendFailed(f"robot: {type(error).__name__}", uncertain=True) from None
        self._judge(answer.status, answer.data)

    def _judge(self, status: int, raw: bytes) -> None:
        """Read an answer; 200 alone says nothing, the code in it does."""
        if status == 429:
            raise SendFailed("robot: too many", shut="door", pause=MINUTE)
        if status != 200:
            raise SendFailed(f"robot: HTTP {status}", permanent=status < 500)
        try:
            answer = json.loads(raw)
            code = int(answer[self._form.code])
        except (ValueError, TypeError, KeyError):
            raise SendFailed("robot: not its kind of answer", uncertain=True) from None
        if code in self._form.busy:
            raise SendFailed(f"robot: {code}", shut="door", pause=MINUTE)
        if code:
            why = str(answer.get("errmsg") or answer.get("msg") or "")[:120]
            raise SendFailed(f"robot: {code} {why}", permanent=code not in self._form.once_more)
