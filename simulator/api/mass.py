"""Take one text for many, show it on each phone, count who is left out, report later.

developers.weixin.qq.com/doc/service/api/notify/message/api_masssend.html
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from .. import acts, messages, people, pushes
from ..acts import Act
from ..instants import BEIJING
from ..packing import Manner
from ..people import OPENID, Person
from .call import Call
from .errors import ApiError

FIRST_ID = 3_000_000_000
LEAST, MOST = 2, 10_000
LONGEST_MARK = 64
HELPER = "oMassSendHelper-0000000-000x"  # whom a report comes from: no fan
STATES = {"send success": "SEND_SUCCESS"}


def send(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/message/mass/send: two to ten thousand openids."""
    touser = call.json.get("touser")
    if not isinstance(touser, list) or not all(isinstance(each, str) for each in touser):
        raise ApiError(40031)
    if len(touser) < LEAST:
        raise ApiError(40130)
    if len(touser) > MOST:
        raise ApiError(40032)
    if not all(OPENID.fullmatch(each) for each in touser):
        raise ApiError(40003)
    return _submit(call, touser)


def send_all(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/message/mass/sendall: to whoever follows; there are no tags here."""
    chosen = call.json.get("filter")
    if not isinstance(chosen, dict) or chosen.get("is_to_all") is not True:
        raise ApiError(45159)
    fans = [each.openid for each in people.everyone(call.world.journal) if each.follows]
    return _submit(call, fans)


def get(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/message/mass/get."""
    number = str(call.json.get("msg_id", ""))
    row = number.isdecimal() and call.world.journal.row(
        "select status, at from mass where id = ?", int(number) - FIRST_ID
    )
    if not row:
        raise ApiError(40059)
    still = time.time() < row["at"] + call.rules.report_seconds
    status = "SENDING" if still else STATES.get(row["status"], "SEND_FAIL")
    return {"msg_id": int(number), "msg_status": status}


def _submit(call: Call, openids: Sequence[str]) -> dict[str, Any]:
    text = _text(call)
    mark = _mark(call, openids, text)
    with call.world.journal.transaction():
        _refuse_known(call, mark)
        _refuse_haste(call)
        counts = _show(call, openids, text)
        number = call.world.journal.add(
            "insert into mass (mark, at, status, total, filtered, sent, errors)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            *(mark, time.time(), call.rules.mass_status, len(openids)),
            *(counts["filtered"], counts["sent"], counts["error"]),
        )
    _report_later(call, FIRST_ID + number, len(openids), counts)
    done = {"errcode": 0, "errmsg": "send job submission success"}
    return done | {"msg_id": FIRST_ID + number, "msg_data_id": FIRST_ID + number}


def _text(call: Call) -> str:
    if call.text("msgtype", otherwise=40008) != "text":
        raise ApiError(40008)
    part = call.json.get("text")
    content = part.get("content") if isinstance(part, dict) else None
    if not isinstance(content, str) or not content.strip():
        raise ApiError(44004)
    if len(content.encode()) > call.rules.reply_bytes:
        raise ApiError(45002)
    return content


def _mark(call: Call, openids: Sequence[str], text: str) -> str:
    """Return what a repeat is known by: its own mark, else whom it goes to and what it says."""
    mark = call.json.get("clientmsgid")
    if mark is None:
        return hashlib.sha256(json.dumps([sorted(openids), text]).encode()).hexdigest()
    if not isinstance(mark, str) or not 0 < len(mark) <= LONGEST_MARK:
        raise ApiError(45067)
    return mark


def _refuse_known(call: Call, mark: str) -> None:
    """Refuse what was taken within a day (real time), and say under which number."""
    row = call.world.journal.row(
        "select id, at from mass where mark = ? and at > ? order by id desc",
        *(mark, time.time() - call.rules.mass_mark_seconds),
    )
    if row and time.time() < row["at"] + call.rules.mass_again_seconds:
        raise ApiError(45066)
    if row:
        raise ApiError(45065, msg_id=FIRST_ID + row["id"])


def _refuse_haste(call: Call) -> None:
    row = call.world.journal.row("select count(*) from mass where at > ?", time.time() - 60)
    if row and row[0] >= call.rules.mass_each_minute:
        raise ApiError(45011)


def _show(call: Call, openids: Sequence[str], text: str) -> Counter[str]:
    """Show it on each phone that takes it; who is left out is only counted."""
    journal, fails = call.world.journal, call.rules.mass_status != "send success"
    known = {each.openid: each for each in people.everyone(journal, *openids)} if openids else {}
    counts: Counter[str] = Counter()
    for openid in openids:
        became = _becomes(call, known.get(openid))
        counts["error" if fails and became == "sent" else became] += 1
        if became == "sent" and not fails:
            message = messages.Message(openid, "shop", "text", text, at=call.now, via="mass")
            messages.add(journal, message)
    return counts


def _becomes(call: Call, person: Person | None) -> str:
    """Say what becomes of it for one person: four a calendar month each, the fifth silently not."""
    if person is None or not person.follows:
        return "error"
    if person.muted or person.blacklisted:
        return "filtered"
    month = call.now.astimezone(BEIJING).strftime("%Y-%m")
    taken = call.world.journal.run(
        "insert into mass_seen values (?, ?, 1) on conflict (openid, month) do update"
        " set times = times + 1 where times < ?",
        *(person.openid, month, call.rules.mass_each_month),
    )
    return "sent" if taken else "filtered"


def _report_later(call: Call, number: int, total: int, counts: Counter[str]) -> None:
    """Push the counts: as often and as late as the rules say, each time the same."""
    rules, world = call.rules, call.world
    told = {
        "TotalCount": total,
        "FilterCount": total - counts["filtered"],
        "SentCount": counts["sent"],
        "ErrorCount": counts["error"],
    }
    fields = pushes.mass_report(number, rules.mass_status, told)
    push = pushes.build(fields, account=world.settings.account, openid=HELPER, at=call.now)
    for copy in range(rules.report_copies):
        manner = Manner(delay=rules.report_seconds * (copy + 1))
        threading.Thread(
            target=acts.tell, args=(world, push, Act(fields, wait=True, manner=manner)), daemon=True
        ).start()
