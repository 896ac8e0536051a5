"""A load generator that costs little: one thread, one epoll, requests made beforehand."""

import select
import socket
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

PATIENCE = 6.0  # seconds for what is on its way when the time is over
_END_OF_HEAD = b"\r\n\r\n"


@dataclass
class Run:
    """What came of a load: seconds to each answer, and the answers with the requests' places."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    unanswered: int = 0

    @property
    def per_second(self) -> float:
        return len(self.waits) / self.seconds

    def milliseconds(self, share: float) -> float:
        """Return the time within which this share of all answers came."""
        in_order = sorted(self.waits)
        return 1000 * in_order[min(int(len(in_order) * share), len(in_order) - 1)]


@dataclass
class _Call:
    place: int
    due: float
    got: bytearray = field(default_factory=bytearray)


class Client:
    """Some kept-alive connections to one server on this machine."""

    def __init__(self, port: int, connections: int) -> None:
        self._links = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
        self._by_number = {link.fileno(): link for link in self._links}
        self._poll = select.epoll()
        for link in self._links:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._poll.register(link, select.EPOLLIN)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._poll.close()
        for link in self._links:
            link.close()

    def closed_loop(self, requests: Sequence[bytes], *, seconds: float) -> Run:
        """Send the next request on each connection as soon as the last one is answered."""
        return self._run(requests, iter([0.0] * len(requests)), seconds)

    def open_loop(self, requests: Sequence[bytes], *, rate: float) -> Run:
        """Send at a constant rate, however long answers take; waits count from the due time."""
        dues = (place / rate for place in range(len(requests)))
        return self._run(requests, dues, len(requests) / rate + 1)

    def _run(self, requests: Sequence[bytes], dues: Iterator[float], seconds: float) -> Run:
        run, idle, calls = Run(), deque(self._by_number), dict[int, _Call]()
        begin = perf_counter()
        waiting = enumerate(dues)
        place, due = next(waiting, (0, seconds))
        while (now := perf_counter() - begin) < seconds + PATIENCE:
            while idle and due <= now < seconds:
                number = idle.popleft()
                calls[number] = _Call(place, max(due, 0.0) or now)
                self._by_number[number].sendall(requests[place])
                place, due = next(waiting, (0, seconds))
            if not calls and max(due, now) >= seconds:
                break
            pause = due - now if idle and due < seconds else PATIENCE
            for number in self._readable(max(0.0, pause)):
                if self._hear(number, calls[number]):
                    self._keep(run, calls.pop(number), perf_counter() - begin)
                    idle.append(number)
        run.unanswered = len(calls)
        return run

    def _readable(self, seconds: float) -> list[int]:
        """Wait as `select` does, to the microsecond; epoll alone rounds to milliseconds."""
        select.select([self._poll], [], [], seconds)
        return [number for number, _ in self._poll.poll(0)]

    def _hear(self, number: int, call: _Call) -> bool:
        """Read what has come; say whether the answer is whole."""
        got = self._by_number[number].recv(65536)
        if not got:
            raise ConnectionError("the server closed a connection")
        call.got += got
        head = call.got.find(_END_OF_HEAD)
        return head >= 0 and len(call.got) >= head + 4 + _body_length(call.got[:head])

    def _keep(self, run: Run, call: _Call, now: float) -> None:
        run.waits.append(now - call.due)
        run.answers.append((call.place, bytes(call.got)))
        run.seconds = now


def body_of(answer: bytes) -> bytes:
    """Return the body of an answer; raise ValueError for any status but 200."""
    head, _, body = answer.partition(_END_OF_HEAD)
    if not head.startswith(b"HTTP/1.1 200"):
        raise ValueError(head.split(b"\r\n")[0].decode())
    return body


def _body_length(head: bytearray) -> int:
    lower = head.lower()
    at = lower.index(b"content-length:") + 15
    return int(lower[at:].split(b"\r\n", 1)[0])
