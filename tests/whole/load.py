"""A steady load: customers who follow, register and ask, and a till that sells to them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import count
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tests.whole.running import Running

AT_ONCE = 3
PATIENCE = 60.0
SHANGHAI = ZoneInfo("Asia/Shanghai")
_numbers = count(1)


@dataclass
class Customer:
    """Somebody with a phone, and what the till has sold her."""

    openid: str
    number: int
    receipts: list[str] = field(default_factory=list)
    cut_off: bool = False  # WeChat itself, the simulator, ended while she waited

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what she writes to become a member."""
        return ("办会员", "我叫李梅", "同意", "要", f"1380{self.number:07}", "以后再说", "5月1日")


@dataclass
class Street:
    """Everybody who ever came by, and the two doors they use."""

    shop: Running
    customers: list[Customer] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    time: str = ""

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Let customers come one after the other for the length of the block."""
        closing = threading.Event()
        queues = [threading.Thread(target=self._queue, args=(closing,)) for _ in range(AT_ONCE)]
        for queue in queues:
            queue.start()
        try:
            yield
        finally:
            closing.set()
            for queue in queues:
                queue.join()

    def _queue(self, closing: threading.Event) -> None:
        while not closing.is_set():
            customer = self._comes_in()
            if customer is None:
                sleep(0.2)
                continue
            self._lives(customer, closing)

    def _comes_in(self) -> Customer | None:
        made = self.control("POST", "people", {})
        if made is None:
            return None
        customer = Customer(made["openid"], next(_numbers))
        self.customers.append(customer)
        self.does(customer, "follow", {})
        return customer

    def _lives(self, customer: Customer, closing: threading.Event) -> None:
        for line in customer.lines:
            self.does(customer, "text", {"text": line})
        self.sells(customer)
        says_more = customer.number % 2  # the others hear their thanks without asking anything
        while says_more and not closing.is_set() and len(customer.receipts) < 3:
            self.does(customer, "text", {"text": "我的积分"})
            self.sells(customer)

    def does(self, customer: Customer, act: str, body: dict[str, Any]) -> None:
        """Let her do something and look at her phone until WeChat has given up or answered."""
        path = f"people/{quote(customer.openid)}/{act}"
        if self.control("POST", path, {**body, "wait": True}) is None:
            customer.cut_off = True

    def sells(self, customer: Customer) -> None:
        """Report one receipt, again and again until it is taken, as a till does."""
        receipt = f"W{customer.number}-{len(customer.receipts)}"
        sale = {
            "till": "T1",
            "receipt": receipt,
            "total": "128.00",
            "lines": [{"sku": "S1", "name": "银手链", "quantity": 1, "price": "128.00"}],
            "openid": customer.openid,
        }
        at, limit = "", monotonic() + PATIENCE
        while monotonic() < limit:
            at = at or self.now()  # nobody may have told the time yet
            answer = self._bot("POST", "/api/v1/purchases", sale | {"at": at}) if at else None
            if answer and answer.get("result") in ("created", "known"):
                customer.receipts.append(receipt)
                return
            if answer and answer.get("reason"):
                self.refused.append(str(answer))
                return
            sleep(0.1)
        self.refused.append(f"{receipt}: no answer")

    def now(self) -> str:
        """Return the shop's time; a till keeps its last one while nobody tells it."""
        told = self.control("GET", "clock")
        self.time = told["now"] if told else self.time
        return self.time

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the simulator; None where it is away just now."""
        return _call(self.shop.phone_port, method, f"/sim/{path}", body, {})

    def _bot(self, method: str, path: str, body: Any) -> Any:
        key = json.loads((self.shop.settings.data / "api_key.json").read_text())["key"]
        return _call(self.shop.port, method, path, body, {"Authorization": f"Bearer {key}"})

    def calls(self, customer: Customer) -> list[dict[str, Any]]:
        """Return the customer-service messages that WeChat took for her."""
        path = f"calls?path=/cgi-bin/message/custom/send&touser={customer.openid}"
        return [call for call in self.control("GET", path)["items"] if call["accepted"]]

    def phone_shows(self, customer: Customer) -> list[dict[str, Any]]:
        """Return everything on her phone."""
        items: list[dict[str, Any]] = self.control("GET", f"people/{customer.openid}/messages")[
            "items"
        ]
        return items

    def became_of(self, push: str) -> dict[str, Any]:
        """Return what became of one push."""
        found: dict[str, Any] = self.control("GET", f"pushes/{push}")
        return found

    def is_morning(self) -> None:
        """Go on to ten in the morning of the next day, when the shop may speak first."""
        here = datetime.now(SHANGHAI) + timedelta(days=1)
        self.goes_to(here.replace(hour=10, minute=0, second=0, microsecond=0))

    def goes_to(self, moment: datetime) -> None:
        """Step the shop's clock."""
        answer = self.control("POST", "clock", {"to": moment.isoformat()})
        assert "now" in answer, answer


def _call(port: int, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
    link = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        raw = None if body is None else json.dumps(body)
        link.request(method, path, raw, {"Content-Type": "application/json", **headers})
        return json.loads(link.getresponse().read() or b"null")
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        link.close()
