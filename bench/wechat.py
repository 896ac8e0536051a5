"""WeChat's API as far as sending needs it: one token, an answer after some time, and a count.

It costs as little as it can, since it shares the machine with what is measured.
"""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import urllib3

TAKEN = b'{"errcode":0,"errmsg":"ok"}'
TOKEN = b'{"access_token":"token-of-the-day","expires_in":7200}'


@dataclass
class Desk:
    """What came: how often each customer was sent to, and how many calls were open at most."""

    seconds: float
    heard: Counter[str] = field(default_factory=Counter)
    journal: TextIO | None = None
    open: int = 0
    most: int = 0

    def answer(self, path: str, body: bytes) -> bytes:
        """Return the answer to one call."""
        if path.startswith("/cgi-bin/message/custom/send"):
            openid = json.loads(body)["touser"]
            self.heard[openid] += 1
            if self.journal:
                print(openid, file=self.journal, flush=True)
            return TAKEN
        if path == "/told":
            told = {"heard": self.heard.total(), "people": len(self.heard), "at_once": self.most}
            return json.dumps(told).encode()
        return TOKEN


class Connection(asyncio.Protocol):
    """One kept-alive connection; a call is answered before the next one comes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._out = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, _, body = self._got.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]
        if not _ or len(body) < int(length or 0):
            return
        self._got = b""
        self._desk.open += 1
        self._desk.most = max(self._desk.most, self._desk.open)
        path = head.split(b" ", 2)[1].decode()
        asyncio.get_running_loop().call_later(self._desk.seconds, self._say, path, body)

    def _say(self, path: str, body: bytes) -> None:
        self._desk.open -= 1
        answer = self._desk.answer(path, body)
        kind = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        self._out.write(kind + b"Content-Length: %d\r\n\r\n" % len(answer) + answer)


@contextmanager
def wechat(seconds: float) -> Iterator[str]:
    """Give the address of one that answers after so many seconds, in a process of its own."""
    words = [sys.executable, "-m", "bench.wechat", str(seconds)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def told(address: str) -> dict[str, int]:
    """Ask how much was sent, to how many, and how many calls were open at once."""
    found: dict[str, int] = urllib3.request("GET", f"{address}/told").json()
    return found


def heard_in(journal: Path) -> Counter[str]:
    """Read how often each customer was sent to, also by those that were killed since."""
    return Counter(journal.read_text().split())


async def _serve(seconds: float, port: int, journal: TextIO | None) -> None:
    desk, loop = Desk(seconds, journal=journal), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(desk), "127.0.0.1", port)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def main(seconds: str, port: str = "0", journal: str = "") -> None:
    """Serve until killed; what was heard is also written to a journal, where one is named."""
    opened = Path(journal).open("a", encoding="utf-8") if journal else None  # noqa: SIM115
    asyncio.run(_serve(float(seconds), int(port), opened))


if __name__ == "__main__":
    main(*sys.argv[1:])
