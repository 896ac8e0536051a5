"""Let a customer do something: show it on her phone, tell the bot, show the answer."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from . import media, messages, people, pushes
from .courier import Verdict
from .instants import stored
from .messages import Message
from .packing import Manner
from .people import Person
from .pushes import Fields, Push
from .verdict import Reply
from .world import World


@dataclass(frozen=True)
class Bubble:
    """What her own phone shows of an act; an event shows nothing."""

    type: str
    text: str
    media: str | None = None
    data: dict[str, Any] | None = None


@dataclass(frozen=True)
class Act:
    """What she does, and how it is to be delivered."""

    fields: Fields
    bubble: Bubble | None = None
    scene: str | None = None
    at: datetime | None = None
    wait: bool = False
    manner: Manner = field(default_factory=Manner)


def perform(world: World, person: Person, act: Act) -> dict[str, Any]:
    """Do it; return the push's id, with the verdict when asked to wait."""
    at = act.at or world.clock.now()
    fields = act.fields
    push = pushes.build(fields, account=world.settings.account, openid=person.openid, at=at)
    return tell(world, push, replace(act, at=at))


def tell(world: World, push: Push, act: Act) -> dict[str, Any]:
    """Record what a push means and carry it to the bot."""
    at = act.at or world.clock.now()
    _record(world, push, act, at)
    if _blacklisted(world, push.openid):
        return {"msg_id": push.id} | Verdict("silent", None, "blacklisted", ()).as_json()
    if act.wait:
        return {"msg_id": push.id} | _carry(world, push, act.manner).as_json()
    threading.Thread(target=_carry, args=(world, push, act.manner), daemon=True).start()
    return {"msg_id": push.id}


def _record(world: World, push: Push, act: Act, at: datetime) -> None:
    journal = world.journal
    with journal.transaction():
        journal.run(
            "insert or replace into push values (?, ?, ?, ?, ?, null)",
            *(push.id, push.openid, push.event or push.kind, push.xml, stored(at)),
        )
        _follow_or_leave(world, push, act.scene or "ADD_SCENE_SEARCH", at)
        if push.window and act.manner.signature is None:
            people.open_window(journal, push.openid, push.window, at=at, rules=world.rules)
        if act.bubble:
            messages.add(journal, _hers(push, act.bubble, at))


def _hers(push: Push, bubble: Bubble, at: datetime) -> Message:
    return Message(
        push.openid,
        "customer",
        bubble.type,
        bubble.text,
        at=at,
        via="push",
        media=bubble.media,
        data=bubble.data,
        push=push.id,
    )


def _follow_or_leave(world: World, push: Push, scene: str, at: datetime) -> None:
    if push.event not in ("subscribe", "unsubscribe"):
        return
    follows = push.event == "subscribe"
    people.set_following(world.journal, push.openid, follows=follows, scene=scene, at=stored(at))
    line = f"您已关注「{world.rules.shop}」" if follows else f"您已取消关注「{world.rules.shop}」"
    _system_line(world, push, line, at, via=push.event)


def _blacklisted(world: World, openid: str) -> bool:
    person = people.find(world.journal, openid)
    return bool(person and person.blacklisted)


def _carry(world: World, push: Push, manner: Manner) -> Verdict:
    verdict = world.courier.carry(push, world.account(), world.rules, manner)
    at = world.clock.now()
    with world.journal.transaction():
        text = json.dumps(verdict.as_json(), ensure_ascii=False)
        world.journal.run("update push set verdict = ? where id = ?", text, push.id)
        messages.judge(world.journal, push.id, verdict.verdict)
        if verdict.verdict == "error" and push.answerable:
            _system_line(world, push, messages.FAILURE, at, via="error")
        elif verdict.reply:
            _show_reply(world, push, verdict.reply, at)
    return verdict


def _system_line(world: World, push: Push, text: str, at: datetime, *, via: str) -> None:
    messages.add(world.journal, Message(push.openid, "system", "line", text, at=at, via=via))


def _show_reply(world: World, push: Push, reply: Reply, at: datetime) -> None:
    if reply["type"].startswith("transfer_"):
        return
    articles = reply.get("articles")
    message = Message(
        push.openid,
        "shop",
        reply["type"],
        reply["text"],
        at=at,
        via="passive",
        media=reply.get("media_id"),
        data={"articles": articles} if articles else None,
    )
    messages.add(world.journal, message)


def picture(world: World, content: bytes, name: str) -> Act:
    """Return the sending of a picture."""
    kept = media.keep(world.journal, kind="image", content=content, name=name, at=world.clock.now())
    url = f"{world.settings.url}/sim/media/{kept.id}"
    return Act(pushes.image(kept.id, url), Bubble("image", "", media=kept.id))


def sound(world: World, seconds: int) -> Act:
    """Return the sending of a voice message."""
    kept = media.keep(
        world.journal,
        kind="voice",
        content=media.SILENCE,
        name="voice.amr",
        at=world.clock.now(),
    )
    return Act(pushes.voice(kept.id), Bubble("voice", "", kept.id, {"seconds": seconds}))
