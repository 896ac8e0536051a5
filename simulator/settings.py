"""Say where the simulator listens, which bot it calls and which account it plays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MODES = ("plain", "compatible", "secure")
PROVIDERS = ("aliyun", "tencent")


class BadSetting(Exception):
    """A setting that cannot work; the message names it."""


@dataclass(frozen=True)
class SMSAccount:
    """The account at both SMS gateways, and which of them brings us what customers answer."""

    provider: str = "aliyun"
    key: str = "LTAI0123456789abcdef"
    secret: str = "0123456789abcdef0123456789ab"  # noqa: S105 - a made-up account
    sign: str = "缘来珠宝"
    app_id: str = "1400006666"
    callback_secret: str = "0123456789abcdef"  # noqa: S105
    templates: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class Settings:
    """What is fixed from start to end; numbers one may turn while it runs are in `rules`."""

    host: str
    port: int
    data: Path
    bot_url: str
    bot_api_key: str
    appid: str
    secret: str
    token: str
    aes_key: str
    account: str
    mode: str
    shop: str
    example: dict[str, Any] = field(default_factory=lambda: _example("{}"))
    sms: SMSAccount = field(default_factory=SMSAccount)

    @property
    def url(self) -> str:
        """Return the address a browser on this machine reaches us at."""
        return f"http://{self.host}:{self.port}"


def from_environment(env: Mapping[str, str]) -> Settings:
    """Read the settings; raise BadSetting on what cannot work."""
    aes_key = env.get("WECHAT_AES_KEY", "")
    return Settings(
        host=env.get("SIMULATOR_HOST", "127.0.0.1"),
        port=_port(env.get("SIMULATOR_PORT", "8001")),
        data=Path(env.get("SIMULATOR_DATA", "var/simulator")),
        bot_url=env.get("BOT_URL", "http://127.0.0.1:8000").rstrip("/"),
        bot_api_key=env.get("BOT_API_KEY", ""),
        appid=env.get("WECHAT_APPID", "wx0123456789abcdef"),
        secret=env.get("WECHAT_SECRET", "0123456789abcdef0123456789abcdef"),
        token=env.get("WECHAT_TOKEN", "huitouke"),
        aes_key=_aes_key(aes_key),
        account=env.get("WECHAT_ACCOUNT", "gh_0123456789ab"),
        mode=_mode(env.get("WECHAT_MODE") or ("secure" if aes_key else "plain"), aes_key),
        shop=env.get("SIMULATOR_SHOP", "缘来珠宝"),
        example=_example(env.get("SIMULATOR_EXAMPLE", "{}")),
        sms=_sms(env),
    )


def _sms(env: Mapping[str, str]) -> SMSAccount:
    made_up = SMSAccount()
    provider = env.get("SMS_PROVIDER") or made_up.provider
    if provider not in PROVIDERS:
        raise BadSetting(f"SMS_PROVIDER must be one of {', '.join(PROVIDERS)}, not {provider!r}")
    return SMSAccount(
        provider=provider,
        key=env.get("SMS_ACCESS_KEY") or made_up.key,
        secret=env.get("SMS_ACCESS_SECRET") or made_up.secret,
        sign=env.get("SMS_SIGN") or made_up.sign,
        app_id=env.get("SMS_APP_ID") or made_up.app_id,
        callback_secret=env.get("SMS_CALLBACK_SECRET") or made_up.callback_secret,
        templates=_templates(env.get("SIMULATOR_SMS", "[]")),
    )


def _port(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) <= 65535:
        raise BadSetting(f"SIMULATOR_PORT is not a port: {text!r}")
    return int(text)


def _example(text: str) -> dict[str, Any]:
    """Read the stores, levels and people of the shop that is played; all may be missing."""
    try:
        told = json.loads(text)
        kinds = {"stores": list, "levels": dict, "people": list}
        return {name: kind(told.get(name, ())) for name, kind in kinds.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise BadSetting("SIMULATOR_EXAMPLE must be JSON with stores, levels, people") from error


def _templates(text: str) -> tuple[dict[str, str], ...]:
    """Read the SMS templates the account has: `id`, `kind` and `text` of each."""
    try:
        told = json.loads(text)
        return tuple({name: str(each[name]) for name in ("id", "kind", "text")} for each in told)
    except (ValueError, TypeError, KeyError) as error:
        raise BadSetting("SIMULATOR_SMS must be a JSON list of id, kind, text") from error


def _aes_key(text: str) -> str:
    if text and (len(text) != 43 or not text.isalnum()):
        raise BadSetting("WECHAT_AES_KEY must be 43 letters and digits")
    return text


def _mode(mode: str, aes_key: str) -> str:
    if mode not in MODES:
        raise BadSetting(f"WECHAT_MODE must be one of {', '.join(MODES)}, not {mode!r}")
    if mode != "plain" and not aes_key:
        raise BadSetting(f"WECHAT_MODE={mode} needs WECHAT_AES_KEY")
    return mode
