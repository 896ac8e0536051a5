"""Do on her phone what a customer does: write, send, tap; and whatever else WeChat may push."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, request

from .. import acts, people, pushes, templates
from ..acts import Act, Bubble
from ..markup import BadMarkup
from ..media import mime_of
from ..people import Person
from ..pushes import Push
from ..sms import numbers
from .answers import number_of, refused, text_of, the_person, the_world, wish
from .manner import act_of

door = Blueprint("phone", __name__)
SAMPLE = Path(__file__).parent.parent / "page" / "static" / "sample.jpg"
LARGEST_PICTURE = 10 * 1024 * 1024


@door.post("/people/<openid>/text")
def text(openid: str) -> dict[str, Any]:
    """Write; `menu_id` where she tapped an offered answer."""
    given, person = wish(), _follower(openid)
    content = text_of(given, "text")
    numbers.named(the_world().journal, openid, content)
    menu_id = str(given["menu_id"]) if given.get("menu_id") else None
    fields = pushes.text(content, menu_id=menu_id)
    return acts.perform(the_world(), person, act_of(given, fields, bubble=Bubble("text", content)))


@door.post("/people/<openid>/sticker")
def sticker(openid: str) -> dict[str, Any]:
    """Send a sticker, which reaches the bot as a sentence only."""
    given, person = wish(), _follower(openid)
    act = act_of(given, pushes.text(pushes.STICKER), bubble=Bubble("sticker", "[动画表情]"))
    return acts.perform(the_world(), person, act)


@door.post("/people/<openid>/image")
def image(openid: str) -> dict[str, Any]:
    """Send a picture: a file, or the sample."""
    given, person = wish(), _follower(openid)
    file = request.files.get("file")
    content = file.read() if file else SAMPLE.read_bytes()
    if not (mime_of(content) or "").startswith("image/") or len(content) > LARGEST_PICTURE:
        raise refused(422, "not_a_picture", "请选一张图片（PNG、JPEG、GIF 或 BMP，不超过 10 MB）。")
    sent = acts.picture(the_world(), content, (file and file.filename) or "sample.jpg")
    return _perform(person, given, sent)


@door.post("/people/<openid>/voice")
def voice(openid: str) -> dict[str, Any]:
    """Say something nobody transcribes."""
    given, person = wish(), _follower(openid)
    seconds = max(1, min(60, int(number_of(given, "seconds", 3))))
    return _perform(person, given, acts.sound(the_world(), seconds))


@door.post("/people/<openid>/location")
def location(openid: str) -> dict[str, Any]:
    """Send a place."""
    given, person = wish(), _follower(openid)
    lat, lng = number_of(given, "lat", 31.2304), number_of(given, "lng", 121.4737)
    label = text_of(given, "label") if given.get("label") else "位置信息"
    bubble = Bubble("location", label, data={"lat": lat, "lng": lng})
    act = act_of(given, pushes.location(lat, lng, label), bubble=bubble)
    return acts.perform(the_world(), person, act)


@door.post("/people/<openid>/click")
def click(openid: str) -> dict[str, Any]:
    """Tap the menu."""
    given, person = wish(), _follower(openid)
    act = act_of(given, pushes.click(text_of(given, "key")))
    return acts.perform(the_world(), person, act)


@door.post("/people/<openid>/view")
def view(openid: str) -> dict[str, Any]:
    """Tap a link of the menu."""
    given, person = wish(), _follower(openid)
    act = act_of(given, pushes.view(text_of(given, "url")))
    return acts.perform(the_world(), person, act)


@door.post("/people/<openid>/popup")
def popup(openid: str) -> dict[str, Any]:
    """Answer the question whether the shop may remind her: `template_id`, `accept` or not."""
    given, person, world = wish(), the_person(openid), the_world()
    template, agreed = _reminder(given), given.get("accept") is not False
    if agreed:
        people.agree(world.journal, openid, template)
    return acts.perform(world, person, act_of(given, pushes.popup({template: agreed})))


@door.post("/people/<openid>/switch-off")
def switch_off(openid: str) -> dict[str, Any]:
    """Take reminders of one template back, in WeChat's own settings."""
    given, person, world = wish(), the_person(openid), the_world()
    template = _reminder(given)
    people.switch_off(world.journal, openid, template)
    return acts.perform(world, person, act_of(given, pushes.switched_off([template])))


def _reminder(given: dict[str, Any]) -> str:
    template = text_of(given, "template_id")
    if templates.find(the_world().journal, template, one_time=True) is None:
        raise refused(404, "no_template", "没有这个订阅通知的模板。")
    return template


@door.post("/people/<openid>/push")
def push(openid: str) -> dict[str, Any]:
    """Push anything: `fields`, `xml`, `body` (sent as it stands) or `again` (an old msg_id)."""
    given, person = wish(), the_person(openid)
    act = act_of(given, {})
    try:
        return acts.tell(the_world(), _push(person, given, act), act)
    except BadMarkup as error:
        raise refused(422, "wrong_shape", str(error)) from error


def _push(person: Person, given: dict[str, Any], act: Act) -> Push:
    world = the_world()
    if given.get("again"):
        row = world.journal.row("select xml from push where id = ?", str(given["again"]))
        if row is None:
            raise refused(404, "no_push", "没有这条推送。")
        return pushes.from_xml(row["xml"], person.openid)
    if isinstance(given.get("fields"), dict):
        at = act.at or world.clock.now()
        account = world.settings.account
        return pushes.build(given["fields"], account=account, openid=person.openid, at=at)
    return pushes.from_xml(str(given.get("xml") or given.get("body") or ""), person.openid)


@door.get("/pushes/<push_id>")
def show_push(push_id: str) -> dict[str, Any]:
    """Show what became of a push; the verdict is null while it is on its way."""
    row = the_world().journal.row("select * from push where id = ?", push_id)
    if row is None:
        raise refused(404, "no_push", "没有这条推送。")
    verdict = json.loads(row["verdict"]) if row["verdict"] else {"verdict": None}
    return {"msg_id": push_id, "openid": row["openid"], "kind": row["kind"], **verdict}


def _perform(person: Person, given: dict[str, Any], sent: Act) -> dict[str, Any]:
    act = act_of(given, sent.fields, bubble=sent.bubble)
    return acts.perform(the_world(), person, act)


def _follower(openid: str) -> Person:
    person = the_person(openid)
    if not person.follows:
        raise refused(409, "does_not_follow", "还没有关注，不能发消息。")
    return person
