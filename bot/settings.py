"""What an operator sets: read once, from the environment or `.env`, and checked at start."""

import json
import os
import secrets
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated, Any, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pydantic import Field, HttpUrl, StringConstraints, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.channels.mail import MailServer
from bot.channels.robots import form_of
from bot.channels.sms.gateway import SmsAccount
from bot.channels.sms.gateways import GATEWAYS
from bot.channels.sms.pushes import networks_of
from bot.texts import CONTENT, read_toml

LONGEST_SOCKET = 107  # bytes of a Unix socket's path: man7.org/linux/man-pages/man7/unix.7.html
DEMO_CODES = "phone_code"  # of content/sms
Secret = Annotated[str, StringConstraints(min_length=16)]


class SettingsError(Exception):
    """A setting is wrong or missing; the text is one line that names it."""


class Settings(BaseSettings):
    """Every setting with its default; `docs/settings.md` explains them."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    simulator_port: int = Field(8001, ge=1, le=65535)
    data_dir: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    public_url: str = ""
    timezone: str = "Asia/Shanghai"
    secret_key: Secret | Literal[""] = ""
    field_keys: str = ""
    hash_key: Secret | Literal[""] = ""
    api_key: Secret | Literal[""] = ""
    trade: Literal["jewellery", "clothing", "furnishing", "general"] = "jewellery"

    wechat_appid: str = ""
    wechat_secret: str = ""
    wechat_token: str = ""
    wechat_aes_key: Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9]{43})?$")] = ""
    wechat_account: str = ""
    wechat_api_base: str = ""

    sms_provider: str = ""
    sms_api_base: str = ""
    sms_access_key: str = ""
    sms_access_secret: str = ""
    sms_sign: str = ""
    sms_app_id: str = ""
    sms_code_template: str = ""
    sms_callback_secret: Annotated[str, StringConstraints(pattern=r"^(\S{8,})?$")] = ""
    sms_callback_ips: str = ""
    sms_price_fen: int = Field(5, ge=0, le=1000)
    sms_marketing_price_fen: int = Field(6, ge=0, le=1000)
    sms_day_cap: int = Field(2000, ge=0, le=10_000_000)
    sms_month_fen: int = Field(0, ge=0)
    smtp_url: str = ""
    staff_webhook_url: str = ""
    staff_webhook_secret: str = ""

    web_processes: int = Field(2, ge=1, le=64)
    quiet_from: int = Field(21, ge=0, le=23)
    quiet_until: int = Field(9, ge=0, le=23)
    own_act_until: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "22:30"
    thanks_delay_minutes: int = Field(0, ge=0, le=600)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("is not a time zone such as Asia/Shanghai") from error
        return value

    @field_validator("field_keys")
    @classmethod
    def _long_field_keys(cls, value: str) -> str:
        if value and any(len(key.strip()) < 16 for key in value.split(",")):
            raise ValueError("needs keys of at least 16 characters, newest first, with commas")
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis_scheme(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must start with redis://, rediss:// or unix://")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:/// or postgresql+psycopg://")
        return value

    @field_validator("wechat_api_base", "sms_api_base", "public_url", "staff_webhook_url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        if value:
            try:
                HttpUrl(value)
            except ValidationError as error:
                raise ValueError("must be an http:// or https:// address") from error
        return value.rstrip("/")

    @field_validator("staff_webhook_url")
    @classmethod
    def _is_a_robots(cls, value: str) -> str:
        if value and form_of(value) is None:
            raise ValueError("must be the address of a WeCom, DingTalk or Feishu robot")
        return value

    @field_validator("sms_provider")
    @classmethod
    def _known_gateway(cls, value: str) -> str:
        if value and value not in GATEWAYS:
            raise ValueError(f"must be one of: {', '.join(GATEWAYS)}")
        return value

    @field_validator("sms_callback_ips")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        try:
            networks_of(value)
        except ValueError as error:
            raise ValueError("needs addresses such as 203.0.113.7,198.51.100.0/24") from error
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, value: str) -> str:
        if value:
            MailServer.of(value)
        return value

    @property
    def demo(self) -> bool:
        """True when no door to real customers is set."""
        doors, said = ("wechat_", "sms_", "smtp_url"), self.model_fields_set
        return not any(value for name, value in self if name in said and name.startswith(doors))

    @property
    def data(self) -> Path:
        """The folder that everything is written to; the demo has one of its own."""
        return (self.data_dir / "demo" if self.demo else self.data_dir).resolve()

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'huitouke.db'}"

    @property
    def redis_socket(self) -> Path:
        """The embedded server's socket: in the data folder, or near where its path is too long."""
        socket = self.data / "valkey.sock"
        if len(os.fsencode(socket)) <= LONGEST_SOCKET:
            return socket
        folder = f"huitouke-{os.getuid()}-{sha256(os.fsencode(self.data)).hexdigest()[:16]}"
        return Path(gettempdir(), folder, "valkey.sock")

    @property
    def redis(self) -> str:
        return self.redis_url or f"unix://{quote(str(self.redis_socket))}"

    @property
    def base_url(self) -> str:
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def robot_url(self) -> str:
        """The robot of the work group; a demo has one in its simulator."""
        here = f"http://127.0.0.1:{self.simulator_port}/cgi-bin/webhook/send?key=demo"
        return self.staff_webhook_url or (here if self.demo else "")

    @property
    def staff_page(self) -> str:
        """Where who hears of something goes."""
        return f"{self.base_url}/console"

    @property
    def demo_password(self) -> str:
        """The password of the example colleagues, made once for each demo."""
        return _kept(self.data / "console.json", _new_password)["password"]

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @cached_property
    def keys(self) -> "Keys":
        return Keys.load(self)

    @cached_property
    def wechat(self) -> "WeChatAccount | None":
        """The service account, the demo's own one, or None for a shop without WeChat."""
        if self.demo:
            return WeChatAccount.of_the_demo(self)
        if not self.wechat_appid:
            return None
        return WeChatAccount(
            appid=self.wechat_appid,
            secret=self.wechat_secret,
            token=self.wechat_token,
            aes_key=self.wechat_aes_key,
            account=self.wechat_account,
            api_base=self.wechat_api_base or "https://api.weixin.qq.com",
        )

    @property
    def code_template(self) -> str:
        """The template for codes; a demo's is in its simulator."""
        return self.sms_code_template or (DEMO_CODES if self.demo else "")

    @cached_property
    def sms(self) -> SmsAccount | None:
        """The account at the SMS gateway, the demo's own one, None for a shop without one."""
        if self.demo:
            here = f"http://127.0.0.1:{self.simulator_port}"
            kept = _kept(self.data / "sms.json", _new_sms_account)
            return SmsAccount(provider="aliyun", api_base=here, sign=_shop_name(), **kept)
        if not self.sms_provider:
            return None
        return SmsAccount(
            provider=self.sms_provider,
            api_base=self.sms_api_base,
            access_key=self.sms_access_key,
            access_secret=self.sms_access_secret,
            sign=self.sms_sign,
            app_id=self.sms_app_id,
            callback_secret=self.sms_callback_secret,
        )


class WeChatAccount:
    """One service account: its names, secrets and the address of its API."""

    def __init__(
        self, *, appid: str, secret: str, token: str, aes_key: str, account: str, api_base: str
    ) -> None:
        self.appid = appid
        self.secret = secret
        self.token = token
        self.aes_key = aes_key
        self.account = account
        self.api_base = api_base

    @classmethod
    def of_the_demo(cls, settings: Settings) -> "WeChatAccount":
        kept = _kept(settings.data / "account.json", _new_account)
        return cls(api_base=f"http://127.0.0.1:{settings.simulator_port}", **kept)


class Keys:
    """The secrets of this installation: sessions, stored fields, look-ups, first API key."""

    def __init__(self, *, secret: str, fields: list[str], hash_key: str, api: str) -> None:
        self.secret = secret
        self.fields = fields
        self.hash_key = hash_key
        self.api = api

    @classmethod
    def load(cls, settings: Settings) -> "Keys":
        """Take the set keys; make and keep the others, unless several machines share a database."""
        wanted = {
            "secret": settings.secret_key,
            "fields": settings.field_keys,
            "hash_key": settings.hash_key,
        }
        kept = {} if all(wanted.values()) else _kept(settings.data / "keys.json", _new_keys)
        values = {name: value or kept[name] for name, value in wanted.items()}
        return cls(
            secret=values["secret"],
            fields=[key.strip() for key in values["fields"].split(",")],
            hash_key=values["hash_key"],
            api=settings.api_key or (_demo_api_key(settings) if settings.demo else ""),
        )


def load_settings(**overrides: Any) -> Settings:
    """Read and check the settings; raise SettingsError with one line that names the wrong one."""
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {reason}") from error
    for name, reason in _missing(settings):
        raise SettingsError(f"{name}: {reason}")
    return settings


def _missing(settings: Settings) -> list[tuple[str, str]]:
    wechat = {
        "WECHAT_APPID": settings.wechat_appid,
        "WECHAT_SECRET": settings.wechat_secret,
        "WECHAT_TOKEN": settings.wechat_token,
        "WECHAT_ACCOUNT": settings.wechat_account,
    }
    any_wechat = any([*wechat.values(), settings.wechat_aes_key, settings.wechat_api_base])
    missing = [(name, "is missing") for name, value in wechat.items() if any_wechat and not value]
    missing += _missing_for_sms(settings)
    if settings.database.startswith("postgresql"):
        shared = {
            "SECRET_KEY": settings.secret_key,
            "FIELD_KEYS": settings.field_keys,
            "HASH_KEY": settings.hash_key,
        }
        missing += [(n, "must be set with PostgreSQL") for n, v in shared.items() if not v]
    return missing


def _missing_for_sms(settings: Settings) -> list[tuple[str, str]]:
    sms = {
        "SMS_PROVIDER": settings.sms_provider,
        "SMS_ACCESS_KEY": settings.sms_access_key,
        "SMS_ACCESS_SECRET": settings.sms_access_secret,
        "SMS_SIGN": settings.sms_sign,
    }
    any_sms = any([*sms.values(), settings.sms_callback_secret, settings.sms_app_id])
    if settings.sms_provider == "tencent":
        sms["SMS_APP_ID"] = settings.sms_app_id
    return [(name, "is missing") for name, value in sms.items() if any_sms and not value]


def _kept(file: Path, make: Any) -> dict[str, str]:
    """Read the JSON file, or write it once, readable by its owner alone."""
    try:
        return dict(json.loads(file.read_text()))
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    with draft.open("w") as out:
        json.dump(make(), out)
        out.flush()
        os.fsync(out.fileno())  # keys that a power cut takes away take all sealed fields along
    with suppress(FileExistsError):  # another process was first: then its file counts
        os.link(draft, file)
    draft.unlink()
    return dict(json.loads(file.read_text()))


def _new_keys() -> dict[str, str]:
    return {name: secrets.token_urlsafe(32) for name in ("secret", "fields", "hash_key")}


def _new_account() -> dict[str, str]:
    return {
        "appid": "wx" + secrets.token_hex(8),
        "secret": secrets.token_hex(16),
        "token": secrets.token_hex(12),
        "aes_key": secrets.token_hex(22)[:43],
        "account": "gh_" + secrets.token_hex(6),
    }


def _new_password() -> dict[str, str]:
    return {"password": secrets.token_hex(5)}


def _shop_name() -> str:
    shop = read_toml(CONTENT / "shop.toml")["shop"]
    return str(shop["name"]) if isinstance(shop, dict) else ""


def _new_sms_account() -> dict[str, str]:
    return {
        "access_key": "LTAI" + secrets.token_hex(8),
        "access_secret": secrets.token_hex(15),
        "callback_secret": secrets.token_hex(16),
    }


def _demo_api_key(settings: Settings) -> str:
    return _kept(settings.data / "api_key.json", lambda: {"key": secrets.token_urlsafe(24)})["key"]
