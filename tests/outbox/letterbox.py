"""The mail server of the tests."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Letterbox:
    """A mail server that keeps what it gets, or answers as it is told."""

    refusal: str = ""
    got: list[Envelope] = field(default_factory=list)
    hangs_up: bool = False
    port: int = 0
    knows_nobody: str = ""
    hears: int = 0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.hears += 1
        if self.knows_nobody:
            return self.knows_nobody
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.hangs_up and server.transport:
            server.transport.close()
        if self.refusal:
            return self.refusal
        self.got.append(envelope)
        return "250 OK"

    def read(self) -> str:
        (envelope,) = self.got
        return str(envelope.content)


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box = Letterbox(port=probe.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=box.port, decode_data=True)
    controller.start()
    yield box
    controller.stop()
