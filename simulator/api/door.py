"""Receive the bot's calls: play faults, check method, token and quota, answer, log."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, request

from .. import calls
from ..faults import Fault
from ..world import World
from . import breakage, quota, tokens
from .call import Call, Upload
from .endpoints import ENDPOINTS, Answer
from .errors import ApiError, refusal
from .qrcode import find, picture

door = Blueprint("api", __name__)


@dataclass(frozen=True)
class Outcome:
    """An answer on its way out."""

    response: Response
    errcode: int | None
    accepted: bool


@door.get("/cgi-bin/showqrcode")
def show_qrcode() -> Response:
    """Draw a code; anybody with the ticket may see it."""
    world: World = current_app.extensions["world"]
    row = find(world.journal, request.args.get("ticket", ""), world.clock.now())
    if row is None:
        return Response("", status=404)
    return Response(picture(row["url"]), mimetype="image/png")


@door.route("/cgi-bin/<path:_name>", methods=["GET", "POST"])
def receive(_name: str) -> Response:
    """Answer one call of the bot."""
    call, begun = _call(current_app.extensions["world"]), time.monotonic()
    fault = call.world.faults.take(call.path)
    outcome = _outcome(call, fault)
    call_is_answered = fault is None or fault.kind not in breakage.SILENT
    calls.note(
        call.world.journal,
        calls.Call(
            call.method,
            call.path,
            touser=_touser(call),
            body=_body(call),
            status=outcome.response.status_code if call_is_answered else None,
            errcode=outcome.errcode if call_is_answered else None,
            accepted=outcome.accepted,
            fault=fault.kind if fault else None,
            seconds=time.monotonic() - begun,
        ),
    )
    return breakage.after(fault, outcome.response, call) if fault else outcome.response


def _outcome(call: Call, fault: Fault | None) -> Outcome:
    if fault and fault.before:
        code = fault.errcode if fault.kind == "errcode" else None
        return Outcome(breakage.instead(fault, call), code, accepted=False)
    if fault and fault.kind == "slow":
        time.sleep(breakage.seconds(fault, call))
    try:
        answer = _answer(call)
    except ApiError as error:
        refused = refusal(error.code, error.detail) | error.more
        return Outcome(_json(refused), error.code, accepted=False)
    response = answer if isinstance(answer, Response) else _json(answer)
    return Outcome(response, 0, accepted=True)


def _answer(call: Call) -> Answer:
    endpoint = ENDPOINTS.get(call.path)
    if endpoint is None:
        raise ApiError(40066)
    if call.method not in endpoint.methods:
        raise ApiError(43002)
    if endpoint.needs_token:
        tokens.check(call)
    quota.spend(call, endpoint.daily)
    return endpoint.answer(call)


def _call(world: World) -> Call:
    return Call(
        world,
        request.method,
        request.path,
        ip=request.remote_addr or "",
        query=request.args.to_dict(),
        body=b"" if _multipart() else request.get_data(),
        files=_files() if _multipart() else {},
    )


def _multipart() -> bool:
    """Say whether files may be inside; any other body is read as it is, whatever it claims."""
    return request.mimetype == "multipart/form-data"


def _files() -> dict[str, Upload]:
    return {name: Upload(file.filename or "", file.read()) for name, file in request.files.items()}


def _json(answer: dict[str, Any]) -> Response:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return Response(text, content_type="application/json; encoding=utf-8")


def _body(call: Call) -> object:
    try:
        hidden = {"secret": "…"} if "secret" in call.json else {}
        return call.json | hidden
    except ApiError:
        return None


def _touser(call: Call) -> str | None:
    body = _body(call)
    touser = body.get("touser") if isinstance(body, dict) else None
    return touser if isinstance(touser, str) else None
