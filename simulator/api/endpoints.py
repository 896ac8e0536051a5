"""List every endpoint, in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response

from . import cards, custom, files, mass, menu, qrcode, quota, subscriptions, tokens, users
from .call import Call

Answer = dict[str, Any] | Response


@dataclass(frozen=True)
class Endpoint:
    """One address: what answers it, by which methods, how often a day, with a token or not."""

    answer: Callable[[Call], Answer]
    methods: tuple[str, ...]
    daily: int
    needs_token: bool = True


def _quota_of(call: Call) -> Answer:
    return quota.get(call, {path: each.daily for path, each in ENDPOINTS.items()})


GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
ENDPOINTS = {
    "/cgi-bin/token": Endpoint(tokens.token, BOTH, 2000, needs_token=False),
    "/cgi-bin/stable_token": Endpoint(tokens.stable_token, POST, 500_000, needs_token=False),
    "/cgi-bin/message/custom/send": Endpoint(custom.send, POST, 500_000),
    "/cgi-bin/message/custom/typing": Endpoint(custom.typing, POST, 500_000),
    "/cgi-bin/message/template/send": Endpoint(cards.send, POST, 100_000),
    "/cgi-bin/message/subscribe/bizsend": Endpoint(subscriptions.send, POST, 100_000),
    "/cgi-bin/message/mass/send": Endpoint(mass.send, POST, 100),
    "/cgi-bin/message/mass/sendall": Endpoint(mass.send_all, POST, 100),
    "/cgi-bin/message/mass/get": Endpoint(mass.get, POST, 10_000),
    "/cgi-bin/template/get_all_private_template": Endpoint(cards.listing, BOTH, 100_000),
    "/cgi-bin/template/del_private_template": Endpoint(cards.withdraw, POST, 100_000),
    "/cgi-bin/menu/create": Endpoint(menu.create, POST, 1000),
    "/cgi-bin/menu/get": Endpoint(menu.get, BOTH, 10_000),
    "/cgi-bin/menu/delete": Endpoint(menu.delete, BOTH, 1000),
    "/cgi-bin/qrcode/create": Endpoint(qrcode.create, POST, 100_000),
    "/cgi-bin/media/upload": Endpoint(files.upload, POST, 100_000),
    "/cgi-bin/media/get": Endpoint(files.download, BOTH, 200_000),
    "/cgi-bin/media/get/jssdk": Endpoint(files.download, BOTH, 200_000),
    "/cgi-bin/user/info": Endpoint(users.info, BOTH, 5_000_000),
    "/cgi-bin/user/get": Endpoint(users.listing, BOTH, 500),
    "/cgi-bin/getcallbackip": Endpoint(users.callback_ips, BOTH, 10_000),
    "/cgi-bin/openapi/quota/get": Endpoint(_quota_of, POST, 10_000),
    "/cgi-bin/clear_quota": Endpoint(quota.clear, POST, 10_000),
}
