"""Say where the simulator listens, which bot it calls and which account it plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MODES = ("plain", "compatible", "secure")


class BadSetting(Exception):
    """A setting that cannot work; the message names it."""


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
    )


def _port(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) <= 65535:
        raise BadSetting(f"SIMULATOR_PORT is not a port: {text!r}")
    return int(text)


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
