"""Tell what WeChat still tells about users: no name, no picture.

developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo.html
"""

from __future__ import annotations

from typing import Any

from .. import people
from ..instants import loaded
from .call import Call
from .errors import ApiError

PAGE = 10_000


def info(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/user/info."""
    person = people.find(call.world.journal, call.query.get("openid", ""))
    if person is None:
        raise ApiError(40003)
    if not person.follows:
        return {"subscribe": 0, "openid": person.openid}
    kind, _, scene = (person.scene or "ADD_SCENE_OTHERS").partition(":")
    answer = {
        "subscribe": 1,
        "openid": person.openid,
        "language": "zh_CN",
        "subscribe_time": int(loaded(person.subscribed_at or "1970-01-01").timestamp()),
        "remark": "",
        "groupid": 0,
        "tagid_list": [],
        "subscribe_scene": kind,
        "qr_scene": int(scene) if scene.isdigit() else 0,
        "qr_scene_str": "" if scene.isdigit() else scene,
    }
    return answer | {"unionid": person.unionid} if person.unionid else answer


def listing(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/user/get: the followers, a page at a time."""
    openids = [each.openid for each in people.everyone(call.world.journal) if each.follows]
    after = call.query.get("next_openid", "")
    if after and after not in openids:
        raise ApiError(40003)
    start = openids.index(after) + 1 if after else 0
    page = openids[start : start + PAGE]
    answer: dict[str, Any] = {"total": len(openids), "count": len(page), "next_openid": ""}
    return answer | {"data": {"openid": page}, "next_openid": page[-1]} if page else answer


def callback_ips(call: Call) -> dict[str, Any]:
    """Answer /cgi-bin/getcallbackip: pushes come from this machine."""
    return {"ip_list": [call.world.settings.host]}
