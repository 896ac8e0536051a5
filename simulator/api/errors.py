"""Say no as WeChat says it (developers.weixin.qq.com, 全局返回码)."""

from __future__ import annotations

import secrets
import time
from typing import Any

TEXTS = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest, could get access_token by"
    " getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid media size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid appid",
    40014: "invalid access_token",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button size",
    40024: "invalid sub button type",
    40025: "invalid sub button name size",
    40026: "invalid sub button key size",
    40027: "invalid sub button url size",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40031: "invalid openid list",
    40032: "invalid openid list size",
    40035: "invalid argument",
    40036: "invalid template_id size",
    40037: "invalid template_id",
    40039: "invalid url size",
    40052: "invalid action name",
    40053: "invalid action info",
    40059: "invalid msg id",
    40066: "invalid url",
    40125: "invalid appsecret",
    40130: "invalid openid list size, at least two openid",
    40164: "invalid ip {detail} ipv6 ::ffff:{detail}, not in whitelist",
    40243: "AppSecret已被冻结，请解冻后再次调用。",
    40246: "invalid keyword_name_list",
    40247: "need new category template",
    40249: "marketing content is refused",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    42001: "access_token expired",
    43002: "require POST method",
    43004: "require subscribe",
    43019: "require remove blacklist",
    43101: "user refuse to accept the msg",
    43116: "template is limited",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45028: "has no masssend quota",
    45029: "qrcode count out of limit",
    45047: "out of response count limit",
    45065: "clientmsgid exist",
    45066: "same clientmsgid retry too fast",
    45067: "clientmsgid size out of limit",
    45072: "invalid command",
    45080: "need sending message to user, or recving message from user in the last 30 seconds"
    " before typing",
    45081: "you are already typing",
    45087: "customer service message from this account have been blocked!",
    45098: "msgmenu list size is out of limit",
    45099: "msgmenu item content size is out of limit",
    45159: "invalid tag id",
    46003: "menu no exist",
    46004: "user not exist",
    47001: "data format error",
    47003: "argument invalid! {detail}",
    48001: "api unauthorized",
    48002: "user block receive message",
    48004: "api forbidden for irregularities, view detail on mp.weixin.qq.com",
    48006: "forbid to clear quota because of reaching the limit",
    50002: "user limited",
    50007: "account frozen",
    76021: "cgi_path not found",
    89503: "wait for administrator",
    89506: "refused by administrator for 24 hours",
    89507: "refused by administrator for 1 hour",
}


class ApiError(Exception):
    """A refusal with WeChat's number."""

    def __init__(self, code: int, detail: str = "", **more: int) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.more = more


def refusal(code: int, detail: str = "") -> dict[str, Any]:
    """Return the JSON of a refusal, with the rid an operator may look up."""
    text = TEXTS.get(code, "unknown error").replace("{detail}", detail)
    return {"errcode": code, "errmsg": f"{text} rid: {_rid()}"}


def _rid() -> str:
    return f"{int(time.time()):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"
