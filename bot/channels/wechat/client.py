"""The WeChat API client: one token for all processes, time-outs, one bounded retry.

https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html
"""

import json
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
)

from bot.channels.wechat.errors import STALE_TOKEN, Unreachable, WeChatError
from bot.settings import WeChatAccount
from bot.store import Lost, Store

T = TypeVar("T")

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
LOCK_SECONDS = 10.0
LOOK_SECONDS = 5.0
EARLY_SECONDS = 60
AT_ONCE = 48
DOWNLOAD_SECONDS = 30.0
PIECE = 64 * 1024
NO_FILE = 40007  # what WeChat itself says where there is none
_NOT_SENT = (ConnectTimeoutError, NewConnectionError, NameResolutionError)


class WeChatClient:
    """Calls the API of one account; safe to share between threads."""

    def __init__(self, account: WeChatAccount, store: Store) -> None:
        self._account = account
        self._store = store
        self._token_name = f"wechat:token:{account.appid}"
        self._own_token = ""
        self._looks_again_at = 0.0
        # at DEBUG it prints every address, and so the token
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
        self._http = PoolManager(
            maxsize=AT_ONCE,
            timeout=Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
            retries=False,
        )

    def call(
        self,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        files: dict[str, tuple[str, bytes, str]] | None = None,
        query: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """POST JSON (or a file) with a token; once more with a fresh token where it was stale.

        Raise WeChatError for a refusal and Unreachable where no usable answer came.
        """
        return self._with_token(
            lambda token: self._post(path, body, files, {**(query or {}), "access_token": token})
        )

    def download(self, path: str, query: dict[str, str], *, most: int) -> bytes:
        """GET a file, of one that is too big no more than shows that it is.

        Raise WeChatError for a refusal and Unreachable where no usable answer came.
        """
        return self._with_token(
            lambda token: self._get(path, {**query, "access_token": token}, most)
        )

    def token_lasts(self) -> int | None:
        """Return for how many seconds the shared token is good; None where there is none yet.

        Raise Lost where Redis does not answer.
        """
        kept = self._store.read(self._token_name)
        return kept[1] if kept else None

    def _with_token(self, ask: Callable[[str], T]) -> T:
        token = self._token()
        try:
            return ask(token)
        except WeChatError as error:
            if error.code not in STALE_TOKEN:
                raise
        return ask(self._renewed(token))

    def _token(self) -> str:
        """Return the shared token; one process fetches it, the others wait for it."""
        if time.monotonic() < self._looks_again_at:
            return self._own_token
        try:
            kept = self._store.read(self._token_name)
            return self._takes(kept[0]) if kept else self._fetch_once(stale="")
        except Lost:
            # without Redis each process holds a token of its own: stable_token gives all the same
            return self._own_token or self._fetch()

    def _renewed(self, stale: str) -> str:
        """Return another token than the refused one; one process fetches it for all."""
        try:
            return self._fetch_once(stale=stale)
        except Lost:
            return self._fetch()

    def _fetch_once(self, *, stale: str) -> str:
        """Fetch a token where no other has done so meanwhile; force a new one at last."""
        with self._store.lock(f"{self._token_name}:lock", seconds=LOCK_SECONDS):
            kept = self._store.read(self._token_name)
            if kept and kept[0] != stale:
                return self._takes(kept[0])
            token = self._fetch()
            return token if token != stale else self._fetch(force=True)

    def _fetch(self, *, force: bool = False) -> str:
        """Ask for the token and keep it; while there is none nothing else can be sent."""
        body = {
            "grant_type": "client_credential",
            "appid": self._account.appid,
            "secret": self._account.secret,
            "force_refresh": force,
        }
        try:
            answer = self._post("/cgi-bin/stable_token", body, None, {})
            token, lasts = str(answer["access_token"]), int(answer["expires_in"])
        except Unreachable as error:
            raise Unreachable(str(error), uncertain=False) from None
        except (KeyError, ValueError, TypeError) as error:
            why = f"no token in the answer ({type(error).__name__})"
            raise Unreachable(why, uncertain=False) from None
        with suppress(Lost):
            self._store.keep(self._token_name, token, seconds=lasts - EARLY_SECONDS)
        return self._takes(token)

    def _takes(self, token: str) -> str:
        """Use a token for a moment without asking again; if it turns stale, WeChat says so."""
        self._own_token, self._looks_again_at = token, time.monotonic() + LOOK_SECONDS
        return token

    def _get(self, path: str, query: dict[str, str], most: int) -> bytes:
        url = f"{self._account.api_base}{path}?{urlencode(query)}"
        try:
            response = self._http.request("GET", url, preload_content=False)
            try:
                content = _read_up_to(response, most)
            finally:
                response.close()  # of a file that is too big the rest is never read
        except HTTPError as error:
            raise Unreachable(f"{path}: {type(error).__name__}", uncertain=False) from None
        return _file(path, response.status, content)

    def _post(
        self,
        path: str,
        body: dict[str, Any] | None,
        files: dict[str, tuple[str, bytes, str]] | None,
        query: dict[str, str],
    ) -> dict[str, Any]:
        url = f"{self._account.api_base}{path}?{urlencode(query)}"
        try:
            if files:
                response = self._http.request("POST", url, fields=files)
            else:
                # WeChat refuses \u escapes in some bodies, so the JSON stays UTF-8
                raw = json.dumps(body or {}, ensure_ascii=False).encode()
                headers = {"Content-Type": "application/json; charset=utf-8"}
                response = self._http.request("POST", url, body=raw, headers=headers)
        except _NOT_SENT:
            raise Unreachable(f"{path}: no connection", uncertain=False) from None
        except HTTPError as error:  # its text names the address, and so the token
            raise Unreachable(f"{path}: {type(error).__name__}", uncertain=True) from None
        return _answer(path, response.status, response.data)


def _read_up_to(response: BaseHTTPResponse, most: int) -> bytes:
    """Read until there is one byte too many, or the time for it is over."""
    content, ends = bytearray(), time.monotonic() + DOWNLOAD_SECONDS
    for piece in response.stream(PIECE):
        content += piece
        if len(content) > most:
            break
        if time.monotonic() > ends:
            raise HTTPError("too slow")
    return bytes(content)


def _file(path: str, status: int, content: bytes) -> bytes:
    """Return a file; a refusal comes in its place as JSON, a proxy's error as a page."""
    start = content[:64].lstrip()[:1]
    if status != 200 or start in (b"{", b"<", b""):
        answer = _answer(path, status, content)
        raise WeChatError(NO_FILE, ",".join(answer))
    return content


def _answer(path: str, status: int, raw: bytes) -> dict[str, Any]:
    """Read an answer; a proxy's error page or half a JSON says nothing about what happened."""
    if status != 200:
        raise Unreachable(f"{path}: HTTP {status}", uncertain=status >= 500)
    try:
        answer = json.loads(raw)
        code = int(answer.get("errcode", 0))
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreachable(f"{path}: not JSON", uncertain=True) from error
    if code:
        raise WeChatError(code, str(answer.get("errmsg", "")), answer)
    return dict(answer)
