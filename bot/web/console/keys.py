"""接口密钥: the programs that may call the API."""

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from bot.shop.keys.actions import make_key, revoke_key
from bot.shop.keys.queries import all_keys
from bot.shop.refusal import Refused
from bot.shop.staff.rules import RANKS
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.door import may, who
from bot.web.console.pages import page, say, told
from bot.wiring import bot_of

screen = Blueprint("keys", __name__)


@screen.get("/keys")
@may("keys")
def show() -> str:
    """Show the keys there are, never the keys themselves."""
    return _shown()


@screen.post("/keys")
@may("keys")
def make() -> BaseResponse:
    """Make a key; it is shown once."""
    name, role = request.form.get("name", "").strip(), request.form.get("role", "")
    try:
        key = bot_of().database.run(lambda db: make_key(db, name=name, role=role, who=who()))
    except Refused as refused:
        return make_response(_shown(name=name, role=role, wrong=told(refused)), 422)
    return make_response(_shown(key=key))


@screen.post(f"/keys/<int(max={BIGGEST_ID}):key_id>/revoke")
@may("keys")
def revoke(key_id: int) -> BaseResponse:
    """Take a key back."""
    bot_of().database.run(lambda db: revoke_key(db, key_id, who=who()))
    return redirect(url_for("console.keys.show"))


def _shown(*, name: str = "", role: str = "", wrong: str = "", key: str = "") -> str:
    with bot_of().database.reading() as db:
        keys = all_keys(db)
    roles = [(each, say(f"console.role_{each}")) for each in RANKS]
    values = {"name": name, "role": role or RANKS[0], "wrong": wrong}
    return page("keys.html", keys=keys, roles=roles, key=key, **values)
