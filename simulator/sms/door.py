"""Receive the calls of both gateways' libraries: check who signs, play faults, answer, log.

Each call has a path of its own for faults and for the log: `/sms/aliyun/SendSms`.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Response, current_app, request

from .. import calls
from ..api import breakage
from ..api.call import Call
from ..faults import Fault
from ..instants import real_now
from ..world import World
from . import acs3, aliyun, tc3, tencent
from .acs3 import Signed, Unproved
from .refusals import Refusal

door = Blueprint("sms", __name__)


@dataclass(frozen=True)
class Outcome:
    """An answer on its way out; `code` is the gateway's word."""

    answer: dict[str, Any]
    status: int = 200
    accepted: bool = True


@door.post("/")
def receive() -> Response:
    """Answer one call of the bot, whichever gateway it means."""
    world: World = current_app.extensions["world"]
    is_tencent, begun = "X-TC-Action" in request.headers, time.monotonic()
    action = request.headers.get("X-TC-Action" if is_tencent else "x-acs-action", "")
    path = f"/sms/{tencent.NAME if is_tencent else aliyun.NAME}/{action}"
    call = Call(
        world,
        "POST",
        path,
        request.remote_addr or "",
        request.args.to_dict(),
        request.get_data(),
        {},
    )
    fault = world.faults.take(path)
    if fault and fault.before and fault.kind != "errcode":
        response, accepted = breakage.instead(fault, call), False
    else:
        outcome = _outcome(call, action, fault)
        response, accepted = _json(outcome), outcome.accepted
    _note(call, response, accepted, fault, time.monotonic() - begun)
    return breakage.after(fault, response, call) if fault else response


def _outcome(call: Call, action: str, fault: Fault | None) -> Outcome:
    if fault and fault.kind == "slow":
        time.sleep(breakage.seconds(fault, call))
    answer = _of_tencent if call.path.startswith("/sms/tencent") else _of_aliyun
    return answer(call, action, fault.code if fault and fault.kind == "errcode" else "")


def _of_aliyun(call: Call, action: str, code: str) -> Outcome:
    named = {"RequestId": aliyun.request_id()}
    if code:
        return Outcome({"Message": "on demand", "Code": code} | named, accepted=False)
    try:
        _prove(call, acs3)
        if action not in aliyun.ACTIONS:
            raise Unproved("InvalidAction.NotFound", "Specified api is not found.", 404)
        return Outcome(aliyun.ACTIONS[action](call.world, _fields(call)) | named)
    except Unproved as error:
        told = {"Code": error.code, "Message": error.words, "HostId": request.host}
        return Outcome(told | named, error.status, accepted=False)
    except Refusal as error:
        return Outcome(aliyun.refusal(error) | named, accepted=False)


def _of_tencent(call: Call, action: str, code: str) -> Outcome:
    named = {"RequestId": aliyun.request_id().lower()}
    try:
        if code:
            raise Unproved(code, "on demand")
        _prove(call, tc3)
        if action not in tencent.ACTIONS:
            raise Unproved("InvalidAction", "The request action is invalid.")
        answer = tencent.ACTIONS[action](call.world, _object(call.body))
    except Unproved as error:
        told = {"Error": {"Code": error.code, "Message": error.words}}
        return Outcome({"Response": told | named}, accepted=False)
    except Refusal as error:
        return Outcome({"Response": tencent.refusal(error) | named}, accepted=False)
    refused = all(each["Code"] != "Ok" for each in answer.get("SendStatusSet", [{"Code": "Ok"}]))
    return Outcome({"Response": answer | named}, accepted=not refused)


def _prove(call: Call, signing: Any) -> None:
    headers = {name.lower(): value for name, value in request.headers}
    query = request.query_string.decode(errors="replace")
    signed = Signed("POST", "/", query, headers, call.body)
    account = call.world.settings.sms
    signing.check(signed, key=account.key, secret=account.secret, now=real_now())


def _fields(call: Call) -> dict[str, str]:
    """Return the parameters of a call: in the query or, where they are many, as a form."""
    return call.query | dict(parse_qsl(call.body.decode(errors="replace")))


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refusal("parameters") from error
    if not isinstance(found, dict):
        raise Refusal("parameters")
    return found


def _json(outcome: Outcome) -> Response:
    text = json.dumps(outcome.answer, ensure_ascii=False)
    return Response(text, status=outcome.status, mimetype="application/json")


def _note(
    call: Call, response: Response, accepted: bool, fault: Fault | None, lasted: float
) -> None:
    """Log the call: what was asked for, by the query or by the body."""
    try:
        asked: object = json.loads(call.body)
    except ValueError:
        asked = _fields(call)
    left = fault is None or fault.kind not in breakage.SILENT
    calls.note(
        call.world.journal,
        calls.Call(
            call.method,
            call.path,
            touser=None,
            body=asked,
            status=response.status_code if left else None,
            errcode=None,
            accepted=accepted,
            fault=fault.kind if fault else None,
            seconds=lasted,
        ),
    )
