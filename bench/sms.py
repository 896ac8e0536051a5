"""How many SMS one process hands in in a second, and whether many receipts end where they should.

`python -m bench.sms` hands in 40,000 (`SMS=…`) at each gateway, whose stand-in answers every call
after 100 ms, and then hears 100,000 receipts (`RECEIPTS=…`), shuffled, each twice, a tenth of them
before our own call has returned.
"""

import asyncio
import json
import logging
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from time import monotonic, process_time
from typing import TypeVar
from urllib.parse import parse_qs

from sqlalchemy import func, insert, select

from bench.customers import KEYS
from bench.wechat import Connection, Desk
from bot import clock
from bot.channels import Content, SendFailed, Sms
from bot.channels.sms.door import ShortMessages
from bot.channels.sms.gateway import Report, SmsAccount
from bot.channels.sms.gateways import GATEWAYS, gateway_of
from bot.db import Database, migrate
from bot.outbox.hands import HANDS
from bot.outbox.models import Message, Receipt
from bot.outbox.receipts import note_sent
from bot.outbox.sms.receipts import hear_reports, key_of
from bot.settings import load_settings
from bot.shop.people.models import Person

NUMBERS = int(os.environ.get("SMS", "40000"))
RECEIPTS = int(os.environ.get("RECEIPTS", "100000"))
ANSWERS_AFTER = 0.1
PUSH = 100
ONCE = "bench"
FAILS = 10  # one in so many
T = TypeVar("T")
Row = tuple[str, str]


class Stand(Desk):
    """A gateway that takes everything."""

    def answer(self, path: str, body: bytes) -> bytes:
        """Return the answer to one call, by the shape of its body."""
        if not body.startswith(b"{"):
            asked = parse_qs(body.decode())
            many = json.loads(asked.get("PhoneNumberJson", ["[]"])[0])
            self.heard.update(many or asked["PhoneNumbers"][0].split(","))
            return b'{"Code":"OK","Message":"OK","BizId":"1"}'
        phones = json.loads(body)["PhoneNumberSet"]
        taken = [{"SerialNo": p, "PhoneNumber": p, "Code": "Ok"} for p in phones]
        return json.dumps({"Response": {"SendStatusSet": taken}}).encode()


def main() -> None:
    """Measure one after the other."""
    logging.getLogger("bot").setLevel(logging.ERROR)  # it tells of each that did not arrive
    print("| what | figure |\n|---|---|", flush=True)
    for what, figure in (*_sending(), *_hearing()):
        print(f"| {what} | {figure} |", flush=True)


def _sending() -> Iterator[Row]:
    """Hand in the same to all, and at Aliyun also values of her own to each."""
    for name in GATEWAYS:
        with _stand() as address:
            account = SmsAccount(name, address, "key", "secret", "缘来珠宝", "1400006666")
            door = ShortMessages(gateway_of(account))
            yield f"{name}: the same to all", _rate(door, personal=False)
            if name == "aliyun":
                yield f"{name}: to each her own values", _rate(door, personal=True)


def _rate(door: ShortMessages, *, personal: bool) -> str:
    letters = [_letter(number, personal=personal) for number in range(NUMBERS)]
    bundles = list(_slices(letters, 200))
    began, used = monotonic(), process_time()
    with ThreadPoolExecutor(HANDS) as hands:
        answers = [answer for each in hands.map(door.send_all, bundles) for answer in each]
    seconds, used = monotonic() - began, process_time() - used
    if failed := [each for each in answers if isinstance(each, SendFailed)]:
        raise failed[0]
    return f"{len(answers) / seconds:,.0f}/s, {1000 * used / len(answers):.2f} ms of processor each"


def _letter(number: int, *, personal: bool) -> tuple[str, Content]:
    values = {"name": f"顾客{number}"} if personal else {}
    return _phone(number), Content(sms=Sms("SMS_1", values, once=ONCE))


def _phone(number: int) -> str:
    return f"139{number:08d}"


@contextmanager
def _stand() -> Iterator[str]:
    with Popen([sys.executable, "-m", "bench.sms", "serve"], stdout=PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _hearing() -> Iterator[Row]:
    """Hear receipts on SQLite, and count where every message stands in the end."""
    with TemporaryDirectory(prefix="huitouke-bench-") as folder:
        values = {name.lower(): value for name, value in KEYS.items()}
        sms = {"sms_provider": "aliyun", "sms_access_key": "k", "sms_access_secret": "s"}
        path = Path(folder)
        settings = load_settings(_env_file=None, data_dir=path, sms_sign="缘来", **values, **sms)
        migrate(settings)
        database = Database(settings)
        seconds = _hear(database)
        found = _states(database)
        database.engine.dispose()
    failed = -(-RECEIPTS // FAILS)
    if found != {"waiting": failed, "delivered": RECEIPTS - failed}:
        raise ValueError(f"receipts went astray: {found}")
    yield f"{2 * RECEIPTS:,} receipts, {RECEIPTS:,} messages", f"{2 * RECEIPTS / seconds:,.0f}/s"


def _hear(database: Database) -> float:
    late = _write(database)
    reports = [_report(number) for number in range(RECEIPTS)] * 2
    random.Random(1).shuffle(reports)
    began = monotonic()
    for first, push in enumerate(_slices(reports, PUSH)):
        database.run(lambda db, push=push: hear_reports(db, push))  # type: ignore[misc]
        if first == RECEIPTS // PUSH:  # now our own calls return
            _return(database, late)
    return monotonic() - began


def _write(database: Database) -> Sequence[int]:
    """Write what was sent; return the tenth whose call has not returned."""
    now = clock.now()
    with database.transaction() as db:
        db.add(Person(id=1, created_at=now))
        db.flush()
        for some in _slices(range(1, RECEIPTS + 1), 2000):
            db.execute(insert(Message), [_row(number, now) for number in some])
            halves = [_half(number, now) for number in some if number % 10]
            db.execute(insert(Receipt), halves)
    return range(10, RECEIPTS + 1, 10)


def _row(number: int, now: object) -> dict[str, object]:
    times = dict.fromkeys(("due", "look_at", "created_at", "sent_at"), now)
    about = {"kind": "work", "purpose": "service", "key": "common.words", "text": "好了"}
    return {"id": number, "person_id": 1, "dedupe": f"b:{number}", "params": {}} | (
        about | times | {"state": "sent", "door": "sms", "attempts": 1}
    )


def _half(number: int, now: object) -> dict[str, object]:
    name = key_of(f"{ONCE}:{_phone(number - 1)}")
    return {"door": "sms", "provider_id": name, "message_id": number, "at": now}


def _return(database: Database, late: Sequence[int]) -> None:
    for some in _slices(late, 500):
        with database.transaction() as db:
            for number in some:
                message = db.get_one(Message, number)
                note_sent(db, "sms", key_of(f"{ONCE}:{_phone(number - 1)}"), message)


def _report(number: int) -> Report:
    phone = _phone(number)
    if number % FAILS == 0:
        return Report(f"{ONCE}:{phone}", phone, "failed", "EXPIRED", clock.now())
    return Report(f"{ONCE}:{phone}", phone, "arrived", "", clock.now())


def _states(database: Database) -> Counter[str]:
    with database.reading() as db:
        rows = db.execute(select(Message.state, func.count()).group_by(Message.state))
        return Counter({str(state): int(count) for state, count in rows})


def _slices(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]


async def _serve() -> None:
    desk, loop = Stand(ANSWERS_AFTER), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(desk), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        asyncio.run(_serve())
    else:
        main()
