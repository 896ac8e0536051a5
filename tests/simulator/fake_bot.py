"""A bot that does what a test tells it, behind a real HTTP server."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from simulator.markup import BadMarkup, read, written
from simulator.seal import Seal, signature

TOKEN, APPID, ACCOUNT = "TESTTOKEN", "wx0123456789abcdef", "gh_7f083739789a"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SEAL = Seal(AES_KEY, APPID)
Answer = tuple[int, bytes]


class Push:
    """A push as it arrived."""

    def __init__(self, query: dict[str, str], body: bytes) -> None:
        self.query = query
        self.body = body.decode()
        outer = self._fields()
        sealed = "MsgType" not in outer and "Encrypt" in outer
        self.fields = read(SEAL.decrypt(outer["Encrypt"])) if sealed else outer

    def _fields(self) -> dict[str, Any]:
        try:
            return read(self.body)
        except BadMarkup:
            return {}

    @property
    def signed(self) -> bool:
        """Say whether the signature is right."""
        stamp, nonce = self.query["timestamp"], self.query["nonce"]
        return self.query["signature"] == signature(TOKEN, stamp, nonce)


class FakeBot:
    """Verbs for a test: it says, stays silent, takes its time, answers bytes."""

    def __init__(self) -> None:
        self.heard: list[Push] = []
        self.asked: list[tuple[str, str, Any]] = []
        self.web: dict[str, tuple[int, Any]] = {}
        self._answer: Callable[[Push], Answer] = lambda _: (200, b"success")
        self._seconds: list[float] = []
        handler = type("Handler", (_Handler,), {"bot": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def says(self, text: str, **changes: str) -> None:
        """Reply with a text, encrypted as the pushes are."""
        self._answer = lambda push: (200, sealed(reply(push, text, **changes)))

    def answers(self, body: bytes, status: int = 200) -> None:
        """Reply with these very bytes."""
        self._answer = lambda _: (status, body)

    def answers_with(self, fields: dict[str, Any]) -> None:
        """Reply with these fields, encrypted."""
        self._answer = lambda push: (200, sealed(reply(push, "") | fields))

    def takes(self, *seconds: float) -> None:
        """Be slow for the next pushes."""
        self._seconds = list(seconds)

    def hear(self, push: Push) -> Answer:
        """Take a push as the bot would."""
        self.heard.append(push)
        if self._seconds:
            time.sleep(self._seconds.pop(0))
        return self._answer(push)

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def reply(push: Push, text: str, **changes: str) -> dict[str, Any]:
    """Return the fields of a right reply, but for the changes."""
    fields = {
        "ToUserName": push.fields["FromUserName"],
        "FromUserName": push.fields["ToUserName"],
        "CreateTime": 1700000000,
        "MsgType": "text",
        "Content": text,
    }
    return fields | changes


def sealed(fields: dict[str, Any], seal: Seal = SEAL) -> bytes:
    """Encrypt and sign a reply."""
    inside = seal.encrypt(written(fields))
    outer = {"Encrypt": inside, "MsgSignature": signature(TOKEN, "1700000000", "n", inside)}
    return written(outer | {"TimeStamp": 1700000000, "Nonce": "n"}).encode()


class _Handler(BaseHTTPRequestHandler):
    bot: FakeBot

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query))
        if address.path == "/wechat":
            right = signature(TOKEN, query["timestamp"], query["nonce"]) == query["signature"]
            return self._send(200 if right else 403, query["echostr"].encode())
        return self._web(None)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        address = urlsplit(self.path)
        if address.path == "/wechat":
            status, answer = self.bot.hear(Push(dict(parse_qsl(address.query)), body))
            return self._send(status, answer)
        return self._web(json.loads(body or b"null"))

    def _web(self, body: Any) -> None:
        self.bot.asked.append((self.path, self.headers.get("Authorization", ""), body))
        status, answer = self.bot.web.get(urlsplit(self.path).path, (404, {}))
        self._send(status, json.dumps(answer).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str = "text/xml") -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, *_args: object) -> None:
        """Say nothing."""
