"""Take service notices, show them as cards, and report later what became of each.

developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage.html
"""

from __future__ import annotations

import threading
import time
from typing import Any

from .. import acts, messages, people, pushes, templates
from ..acts import Act
from ..keywords import takes
from ..packing import Manner
from ..people import Person
from ..templates import Template
from .call import Call
from .errors import ApiError

FIRST_ID = 200_000_000
LONGEST_URL = 1024
ARRIVED, BLOCKED = "success", "failed:user block"


def send(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/message/template/send; the same client_msg_id is sent once."""
    person = _reader(call)
    template = _template(call)
    rows = rows_of(call, template)
    with call.world.journal.transaction():
        known = _known(call, person)
        if known:
            return _ok(known)
        card = _keep(call, person)
        if not person.muted:
            _show(call, person, template, rows)
    _report_later(call, person, card)
    return _ok(card)


def listing(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/template/get_all_private_template."""
    found = [
        {
            "template_id": each.id,
            "title": each.title,
            "primary_industry": "",
            "deputy_industry": "",
            "content": "\n".join(f"{label}:{{{{{key}.DATA}}}}" for key, label in each.keys.items()),
            "example": "",
        }
        for each in templates.everyone(call.world.journal)
        if not each.one_time
    ]
    return {"template_list": found}


def withdraw(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/template/del_private_template."""
    template = _template(call)
    templates.withdraw(call.world.journal, template.id)
    return {"errcode": 0, "errmsg": "ok"}


def _reader(call: Call) -> Person:
    person = people.find(call.world.journal, call.text("touser", otherwise=40003))
    if person is None:
        raise ApiError(40003)
    if not person.follows:
        raise ApiError(43004)
    if person.blacklisted:
        raise ApiError(43019)
    return person


def _template(call: Call) -> Template:
    template = templates.find(call.world.journal, call.text("template_id", otherwise=40036))
    if template is None:
        raise ApiError(40037)
    return template


def rows_of(call: Call, template: Template) -> list[list[str]]:
    """Return label and value of each key; what a key does not take is refused, never cut."""
    url = call.json.get("url", "")
    if not isinstance(url, str) or len(url) > LONGEST_URL:
        raise ApiError(40039)
    data = call.json.get("data")
    given = data if isinstance(data, dict) else {}
    rows = []
    for key, label in template.keys.items():
        held = given.get(key)
        value = held.get("value") if isinstance(held, dict) else None
        if not isinstance(value, str) or not takes(key, value):
            raise ApiError(47003, f"data.{key}.value is invalid")
        rows.append([label, value])
    return rows


def _known(call: Call, person: Person) -> int | None:
    """Return the card that this client_msg_id was, while WeChat remembers it (real time)."""
    mark = call.json.get("client_msg_id")
    row = mark and call.world.journal.row(
        "select id from card where openid = ? and mark = ? and at > ?",
        *(person.openid, str(mark), time.time() - call.rules.card_seconds),
    )
    return int(row["id"]) if row else None


def _keep(call: Call, person: Person) -> int:
    mark = call.json.get("client_msg_id")
    return call.world.journal.add(
        "insert into card (openid, mark, at) values (?, ?, ?)",
        *(person.openid, str(mark) if mark else None, time.time()),
    )


def _show(call: Call, person: Person, template: Template, rows: list[list[str]]) -> None:
    data = {"rows": rows, "url": call.json.get("url") or None}
    message = messages.Message(
        person.openid, "shop", "card", template.title, at=call.now, via="template", data=data
    )
    messages.add(call.world.journal, message)


def _report_later(call: Call, person: Person, card: int) -> None:
    """Push what became of a card: as often and as late as the rules say, each time the same."""
    rules, world = call.rules, call.world
    status = rules.report_status or (BLOCKED if person.muted else ARRIVED)
    fields = pushes.card_report(FIRST_ID + card, status)
    for copy in range(rules.report_copies):
        manner = Manner(delay=rules.report_seconds * (copy + 1))
        threading.Thread(
            target=acts.perform,
            args=(world, person, Act(fields, wait=True, manner=manner)),
            daemon=True,
        ).start()


def _ok(card: int) -> dict[str, Any]:
    return {"errcode": 0, "errmsg": "ok", "msgid": FIRST_ID + card}
