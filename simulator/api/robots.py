"""Answer as the robots of three work groups do: 200 for nearly everything, the truth in a code.

developer.work.weixin.qq.com/document/path/91770
open.dingtalk.com/document/orgapp/custom-robot-access
open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, request

from .. import calls, notices
from ..world import World
from . import breakage
from .call import Call

door = Blueprint("robots", __name__)
BAD_KEY = "bad"  # an address with this key belongs to no robot
LARGEST = 20_000


@dataclass(frozen=True)
class Robot:
    """What one kind of robot takes and says."""

    name: str
    text: Callable[[dict[str, Any]], object]
    longest: int
    a_minute: int
    code: str
    words: str
    no_robot: tuple[int, str]
    no_text: tuple[int, str]
    too_many: tuple[int, str]

    def says(self, code: int, words: str) -> dict[str, Any]:
        """Return an answer in its own shape."""
        return {self.code: code, self.words: words}


def _of_wecom(body: dict[str, Any]) -> object:
    return body.get("msgtype") == "text" and _inside(body.get("text"), "content")


def _of_feishu(body: dict[str, Any]) -> object:
    return body.get("msg_type") == "text" and _inside(body.get("content"), "text")


def _inside(part: object, name: str) -> object:
    return part.get(name) if isinstance(part, dict) else None


WECOM = Robot(
    "wecom",
    _of_wecom,
    longest=2048,
    a_minute=20,
    code="errcode",
    words="errmsg",
    no_robot=(
        93000,
        "invalid webhook url, hint: [1], more info at https://open.work.weixin.qq.com",
    ),
    no_text=(40008, "invalid message type"),
    too_many=(45009, "api freq out of limit"),
)
DINGTALK = Robot(
    "dingtalk",
    _of_wecom,
    longest=LARGEST,
    a_minute=20,
    code="errcode",
    words="errmsg",
    no_robot=(300001, "token is not exist"),
    no_text=(400105, "missing parameter msgtype"),
    too_many=(130101, "send too fast, exceed 20 times per minute"),
)
FEISHU = Robot(
    "feishu",
    _of_feishu,
    longest=LARGEST,
    a_minute=100,
    code="code",
    words="msg",
    no_robot=(19001, "param invalid: incoming webhook access token invalid"),
    no_text=(19002, "params error, msg_type need"),
    too_many=(11232, "frequency limited psm[lark.oapi.app_platform_runtime]"),
)


@door.post("/cgi-bin/webhook/send")
def wecom() -> Response:
    """Take a text for a group of 企业微信."""
    return _answer(WECOM, request.args.get("key", BAD_KEY))


@door.post("/robot/send")
def dingtalk() -> Response:
    """Take a text for a group of 钉钉."""
    return _answer(DINGTALK, request.args.get("access_token", BAD_KEY))


@door.post("/open-apis/bot/v2/hook/<key>")
def feishu(key: str) -> Response:
    """Take a text for a group of 飞书."""
    return _answer(FEISHU, key)


def _answer(robot: Robot, key: str) -> Response:
    world: World = current_app.extensions["world"]
    begun = time.monotonic()
    ip, query = request.remote_addr or "", request.args.to_dict()
    call = Call(world, request.method, request.path, ip, query, request.get_data(), {})
    fault = world.faults.take(call.path)
    if fault and fault.before and fault.kind != "errcode":
        response, accepted = breakage.instead(fault, call), False
    elif fault and fault.kind == "errcode":
        response, accepted = _json(robot.says(fault.errcode, "on demand")), False
    else:
        if fault and fault.kind == "slow":
            time.sleep(breakage.seconds(fault, call))
        response, accepted = _taken(robot, key, call)
    _note(call, response, accepted, fault.kind if fault else None, time.monotonic() - begun)
    return breakage.after(fault, response, call) if fault else response


def _taken(robot: Robot, key: str, call: Call) -> tuple[Response, bool]:
    text = _text(robot, call.body)
    if key == BAD_KEY:
        return _json(robot.says(*robot.no_robot)), False
    if not isinstance(text, str) or not text or len(text.encode()) > robot.longest:
        return _json(robot.says(*robot.no_text)), False
    if notices.within_a_minute(call.world.journal, robot.name) >= robot.a_minute:
        return _json(robot.says(*robot.too_many)), False
    notices.keep(call.world.journal, robot.name, text, at=call.now)
    return _json(robot.says(0, "ok")), True


def _text(robot: Robot, raw: bytes) -> object:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return robot.text(body) if isinstance(body, dict) else None


def _note(call: Call, response: Response, accepted: bool, fault: str | None, lasted: float) -> None:
    calls.note(
        call.world.journal,
        calls.Call(
            call.method,
            call.path,
            touser=None,
            body=None,
            status=response.status_code,
            errcode=None,
            accepted=accepted,
            fault=fault,
            seconds=lasted,
        ),
    )


def _json(answer: dict[str, Any]) -> Response:
    return Response(json.dumps(answer, ensure_ascii=False), mimetype="application/json")
