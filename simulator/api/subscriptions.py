"""Take reminders she agreed to one by one, show them, report each.

developers.weixin.qq.com/doc/service/api/notify/notify/api_sendsubscribemsg.html
"""

from __future__ import annotations

import secrets
import threading
from typing import Any

from .. import acts, messages, people, pushes, templates
from ..acts import Act
from ..packing import Manner
from ..people import Person
from ..templates import Template
from .call import Call
from .cards import rows_of
from .errors import ApiError

REFUSED = 43101


def send(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/message/subscribe/bizsend: each yes of hers carries one, none the next."""
    person = people.find(call.world.journal, call.text("touser", otherwise=40003))
    if person is None:
        raise ApiError(40003)
    template = _template(call)
    rows = rows_of(call, template)
    with call.world.journal.transaction():
        if not people.debit_credit(call.world.journal, person.openid, template.id):
            raise ApiError(REFUSED)
        if not call.rules.notice_error:
            _show(call, person, template, rows)
    _report_later(call, person, template)
    return {"errcode": 0, "errmsg": "ok"}


def _template(call: Call) -> Template:
    wanted = call.text("template_id", otherwise=40036)
    template = templates.find(call.world.journal, wanted, one_time=True)
    if template is None:
        raise ApiError(40037)
    return template


def _show(call: Call, person: Person, template: Template, rows: list[list[str]]) -> None:
    message = messages.Message(
        person.openid,
        "shop",
        "card",
        template.title,
        at=call.now,
        via="reminder",
        data={"rows": rows, "url": None, "kind": "订阅通知"},
    )
    messages.add(call.world.journal, message)


def _report_later(call: Call, person: Person, template: Template) -> None:
    """Push what became of it: as often and as late as the rules say, each time the same."""
    number, rules = 10**18 + secrets.randbelow(10**17), call.rules
    fields = pushes.reminder_report(template.id, number, rules.notice_error)
    for copy in range(rules.report_copies):
        manner = Manner(delay=rules.report_seconds * (copy + 1))
        threading.Thread(
            target=acts.perform,
            args=(call.world, person, Act(fields, wait=True, manner=manner)),
            daemon=True,
        ).start()
