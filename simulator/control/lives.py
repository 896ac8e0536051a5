"""Make people, follow, leave, mute, blacklist."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from .. import acts, people, pushes
from ..instants import stored
from ..journal import Journal
from .answers import refused, text_of, the_person, the_world, wish
from .manner import act_of

door = Blueprint("lives", __name__)
LONGEST_NAME = 64


@door.get("/people")
def listing() -> dict[str, Any]:
    """List everybody."""
    journal = the_world().journal
    return {"items": [people.as_json(journal, each) for each in people.everyone(journal)]}


@door.post("/people")
def add() -> dict[str, Any]:
    """Let somebody exist."""
    given, journal = wish(), the_world().journal
    wanted = {
        key: text_of(given, key, longest=LONGEST_NAME) if given.get(key) else None
        for key in ("openid", "name", "unionid")
    }
    try:
        return people.as_json(journal, people.add(journal, **wanted))
    except people.BadOpenid as error:
        raise refused(422, "bad_openid", "openid 是以 o 开头的 28 个字符。") from error


@door.get("/people/<openid>")
def show(openid: str) -> dict[str, Any]:
    """Show one person with her windows."""
    return people.as_json(the_world().journal, the_person(openid))


@door.put("/people/<openid>")
def change(openid: str) -> dict[str, Any]:
    """Mute, blacklist or rename."""
    person, given, journal = the_person(openid), wish(), the_world().journal
    for flag in ("muted", "blacklisted"):
        if isinstance(given.get(flag), bool):
            people.set_flag(journal, openid, flag, given[flag])
    if "name" in given:
        name = text_of(given, "name", longest=LONGEST_NAME)
        people.add(journal, openid=openid, name=name, unionid=person.unionid)
    return show(openid)


@door.post("/people/<openid>/follow")
def follow(openid: str) -> dict[str, Any]:
    """Follow, through a code if there is a scene."""
    given, person = wish(), the_person(openid)
    if person.follows:
        raise refused(409, "follows_already", "已经关注了。")
    scene = str(given["scene"]) if given.get("scene") else None
    return enter(openid, given, scene=scene, ticket=None)


@door.post("/people/<openid>/unfollow")
def unfollow(openid: str) -> dict[str, Any]:
    """Leave."""
    given, person = wish(), the_person(openid)
    if not person.follows:
        raise refused(409, "does_not_follow", "还没有关注。")
    return acts.perform(the_world(), person, act_of(given, pushes.unsubscribe()))


@door.post("/people/<openid>/scan")
def scan(openid: str) -> dict[str, Any]:
    """Scan one of the shop's codes: a follow or, for a follower, a SCAN."""
    given, person = wish(), the_person(openid)
    scene, ticket = _code(the_world().journal, given)
    if not person.follows:
        return enter(openid, given, scene=scene, ticket=ticket)
    return acts.perform(the_world(), person, act_of(given, pushes.scan(scene, ticket)))


def enter(
    openid: str, given: dict[str, Any], *, scene: str | None, ticket: str | None
) -> dict[str, Any]:
    """Begin to follow."""
    how = f"ADD_SCENE_QR_CODE:{scene}" if scene else "ADD_SCENE_SEARCH"
    act = act_of(given, pushes.subscribe(scene, ticket), scene=how)
    return acts.perform(the_world(), the_person(openid), act)


def _code(journal: Journal, given: dict[str, Any]) -> tuple[str, str | None]:
    at = stored(the_world().clock.now())
    if given.get("ticket"):
        row = journal.row(
            "select * from qrcode where ticket = ? and (ends_at is null or ends_at > ?)",
            *(str(given["ticket"]), at),
        )
        if row is None:
            raise refused(404, "no_code", "没有这个二维码，或者它已经过期。")
        return row["scene"], row["ticket"]
    scene = str(given.get("scene") or "")
    if not scene:
        raise refused(422, "wrong_shape", "请给 scene 或 ticket。")
    row = journal.row("select ticket from qrcode where scene = ? order by rowid desc", scene)
    return scene, row["ticket"] if row else None
