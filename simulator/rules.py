"""Hold the numbers WeChat and the SMS gateways play by, which a test or a curious person may turn.

Windows: developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from .settings import MODES


class BadRule(Exception):
    """A number that makes no sense; the message says which."""


@dataclass(frozen=True)
class Rules:
    """Every number that may change while the simulator runs; times are in seconds."""

    mode: str
    shop: str
    deliveries: int = 3
    delivery_seconds: float = 5.0
    reply_bytes: int = 2048
    message_count: int = 5
    message_seconds: float = 48 * 3600.0
    follow_count: int = 3
    follow_seconds: float = 60.0
    click_count: int = 3
    click_seconds: float = 60.0
    scan_count: int = 3
    scan_seconds: float = 60.0
    token_seconds: int = 7200
    overlap_seconds: int = 300
    token_length: int = 157
    force_per_day: int = 20
    force_gap_seconds: float = 30.0
    media_days: int = 3
    timeout_seconds: float = 30.0
    card_seconds: float = 600.0
    report_seconds: float = 1.0
    report_copies: int = 1
    report_status: str = ""
    mass_each_month: int = 4
    mass_each_minute: int = 60
    mass_mark_seconds: float = 86_400.0
    mass_again_seconds: float = 60.0
    mass_status: str = "send success"
    notice_error: int = 0
    sms_package: int = 1_000_000
    sms_opens_at: int = 8
    sms_closes_at: int = 22
    sms_variable_length: int = 35
    sms_code_each_minute: int = 1
    sms_code_each_hour: int = 5
    sms_code_each_day: int = 10
    sms_each_day: int = 50
    sms_report_seconds: float = 1.0
    sms_report_copies: int = 1
    sms_report_error: str = ""
    sms_repeat_seconds: float = 60.0
    sms_push_seconds: float = 5.0
    whitelist: tuple[str, ...] = ()
    daily_limits: dict[str, int] = field(default_factory=dict)

    def window(self, kind: str) -> tuple[int, float]:
        """Return how many messages an act of this kind allows, and for how many seconds."""
        return getattr(self, f"{kind}_count"), getattr(self, f"{kind}_seconds")

    def as_json(self) -> dict[str, Any]:
        """Return the rules as the control API shows them."""
        return asdict(self) | {"whitelist": list(self.whitelist)}


def changed(rules: Rules, wishes: dict[str, Any], *, aes_key: str) -> Rules:
    """Return the rules with some numbers turned; raise BadRule for an unknown or silly one."""
    known = {each.name for each in fields(Rules)}
    for name, value in wishes.items():
        if name not in known:
            raise BadRule(f"there is no setting {name!r}")
        _check(name, value, getattr(rules, name), aes_key=aes_key)
    tidy: dict[str, Any] = dict(wishes)
    if "whitelist" in tidy:
        tidy["whitelist"] = tuple(tidy["whitelist"])
    return replace(rules, **tidy)


def _check(name: str, value: object, now: object, *, aes_key: str) -> None:
    if name == "mode" and (value not in MODES or (value != "plain" and not aes_key)):
        raise BadRule("mode must be plain, or compatible or secure with an AES key")
    if isinstance(now, int | float):
        _check_number(name, value)
    elif name == "whitelist":
        if not isinstance(value, list) or not all(isinstance(ip, str) for ip in value):
            raise BadRule("whitelist is a list of addresses")
    elif not isinstance(value, type(now)):
        raise BadRule(f"{name} has the wrong shape")


def _check_number(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise BadRule(f"{name} must be a number, zero or more")
