"""Work the SMS side: answer from her phone, numbers, templates, raw pushes, what was sent."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from ..settings import PROVIDERS
from ..sms import forms, numbers, replies, texts
from ..sms.callbacks import Push, tell, written
from ..sms.forms import BadForm, Form
from ..sms.numbers import BadNumber
from .answers import refused, text_of, the_person, the_world, wish

door = Blueprint("sms_controls", __name__)
MOST = 1000


@door.get("/sms")
def listing() -> dict[str, Any]:
    """Show what was sent and written: `after`, `number`."""
    after = request.args.get("after", "0")
    if not after.isdecimal():
        raise refused(422, "wrong_shape", "after 应该是不小于零的整数。")
    journal, number = the_world().journal, request.args.get("number")
    if number:
        return {"items": texts.of_numbers(journal, [number], int(after), MOST)}
    return {"items": texts.everything(journal, int(after), MOST)}


@door.post("/people/<openid>/sms")
def from_person(openid: str) -> dict[str, Any]:
    """Answer by SMS from her phone: `text`, `wait`."""
    number = numbers.of_person(the_world().journal, the_person(openid).openid)
    return from_number(number)


@door.post("/sms/<number>/text")
def from_number(number: str) -> dict[str, Any]:
    """Write by SMS from any number: `text`, `wait`."""
    given = wish()
    text, wait = text_of(given, "text"), given.get("wait") is True
    if numbers.mobile(number) != number:
        raise refused(422, "bad_number", "手机号是 1 开头的 11 位数字。")
    return {"push": replies.answer(the_world(), number, text, wait=wait)}


@door.put("/people/<openid>/phone")
def change_number(openid: str) -> dict[str, Any]:
    """Put another number into her phone: `number`."""
    person, number = the_person(openid), text_of(wish(), "number")
    try:
        numbers.give(the_world().journal, person.openid, number)
    except BadNumber as error:
        raise refused(422, "bad_number", str(error)) from error
    return {"number": number}


@door.put("/sms/<number>")
def change_state(number: str) -> dict[str, Any]:
    """Say how a number is: `state` fine, empty, off or black."""
    state = text_of(wish(), "state")
    try:
        numbers.set_state(the_world().journal, number, state)
    except BadNumber as error:
        raise refused(422, "bad_number", str(error)) from error
    return {"number": number, "state": state}


@door.get("/sms/templates")
def templates() -> dict[str, Any]:
    """List signatures and templates."""
    journal = the_world().journal
    items = [each.as_json() for each in forms.every(journal)]
    return {"signs": forms.signs(journal), "items": items}


@door.post("/sms/templates")
def add_template() -> dict[str, Any]:
    """Hand a template in: `id`, `kind`, `text`; refused ones say why."""
    given = wish()
    asked = {name: text_of(given, name) for name in ("id", "kind", "text")}
    form = Form(**asked, state=str(given.get("state", "approved")))
    try:
        return forms.add(the_world().journal, form).as_json()
    except BadForm as error:
        raise refused(422, "bad_template", str(error)) from error


@door.delete("/sms/templates/<form_id>")
def withdraw_template(form_id: str) -> dict[str, Any]:
    """Take a template away."""
    forms.withdraw(the_world().journal, form_id)
    return {"ok": True}


@door.post("/sms/signs")
def add_sign() -> dict[str, Any]:
    """File a signature: `name`, and `scene` any or code."""
    given = wish()
    try:
        forms.add_sign(the_world().journal, text_of(given, "name"), given.get("scene", "any"))
    except BadForm as error:
        raise refused(422, "bad_sign", str(error)) from error
    return {"signs": forms.signs(the_world().journal)}


@door.post("/sms/push")
def push_anything() -> dict[str, Any]:
    """Push to the shop: `door`, `told` (JSON) or `body` (as it stands), `provider`, `secret`."""
    given, world = wish(), the_world()
    provider = given.get("provider", world.settings.sms.provider)
    where = given.get("door", "inbound")
    if provider not in PROVIDERS or where not in ("inbound", "report"):
        raise refused(422, "wrong_shape", "provider 或 door 不对。")
    body = str(given["body"]).encode() if "body" in given else written(given.get("told"))
    pushed = Push(provider, where, body, given.get("secret"))
    return show_push(tell(world, pushed, wait=given.get("wait") is True))


@door.get("/sms/pushes/<int:number>")
def show_push(number: int) -> dict[str, Any]:
    """Show what became of a push."""
    row = the_world().journal.row("select * from sms_push where id = ?", number)
    if row is None:
        raise refused(404, "no_push", "没有这条推送。")
    return {**row, "taken": bool(row["taken"])}
