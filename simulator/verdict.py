"""Judge the bot's answer to a push: silence, a reply, or the sentence customers dread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .markup import BadMarkup, read
from .pushes import Push
from .seal import BrokenSeal, Seal, signature

Reply = dict[str, Any]


class Faulty(Exception):
    """The answer cannot be used; the message says why."""


@dataclass(frozen=True)
class Account:
    """What an answer is held against."""

    account: str
    token: str
    seal: Seal | None
    mode: str
    reply_bytes: int
    media_type: Callable[[str], str | None]


def judge(status: int, body: bytes, push: Push, account: Account) -> Reply | None:
    """Return the reply to show, or None for silence; raise Faulty."""
    if status != 200:
        raise Faulty(f"the status is {status}, not 200")
    if body in (b"", b"success"):
        return None
    if not body.startswith(b"<"):
        raise Faulty(f"the answer begins with {body[:12]!r}, not with <xml>")
    fields = _opened(_fields(body), account)
    _check_addresses(fields, push, account)
    reply = _reply(fields, push, account)
    return reply if push.answerable else None


def _fields(body: bytes) -> dict[str, Any]:
    try:
        return read(body.decode())
    except UnicodeDecodeError as error:
        raise Faulty("the answer is not UTF-8") from error
    except BadMarkup as error:
        raise Faulty(str(error)) from error


def _opened(fields: dict[str, Any], account: Account) -> dict[str, Any]:
    if account.mode == "plain" or account.seal is None:
        return fields
    sealed = str(fields.get("Encrypt", ""))
    if not sealed:
        raise Faulty("the reply is not encrypted")
    stamp, nonce = str(fields.get("TimeStamp", "")), str(fields.get("Nonce", ""))
    if fields.get("MsgSignature") != signature(account.token, stamp, nonce, sealed):
        raise Faulty("the MsgSignature is wrong")
    try:
        return _fields(account.seal.decrypt(sealed).encode())
    except BrokenSeal as error:
        raise Faulty(str(error)) from error


def _check_addresses(fields: dict[str, Any], push: Push, account: Account) -> None:
    if fields.get("ToUserName") != push.openid:
        raise Faulty("ToUserName is not the customer")
    if fields.get("FromUserName") != account.account:
        raise Faulty("FromUserName is not the account")
    if not str(fields.get("CreateTime", "")).isdigit():
        raise Faulty("CreateTime is not a number")


def _reply(fields: dict[str, Any], push: Push, account: Account) -> Reply:
    kind = str(fields.get("MsgType", ""))
    if kind == "text":
        return _text(fields, account)
    if kind in ("image", "voice", "video"):
        return _media(kind, fields, account)
    if kind == "news":
        return _news(fields, push)
    if kind in ("music", "transfer_customer_service", "transfer_biz_ai_ivr"):
        return {"type": kind, "text": ""}
    raise Faulty(f"MsgType {kind!r} is not a reply")


def _text(fields: dict[str, Any], account: Account) -> Reply:
    content = fields.get("Content", "")
    if not isinstance(content, str) or not content.strip():
        raise Faulty("the text is empty")
    if len(content.encode()) > account.reply_bytes:
        raise Faulty(f"the text is longer than {account.reply_bytes} bytes")
    return {"type": "text", "text": content}


def _media(kind: str, fields: dict[str, Any], account: Account) -> Reply:
    node = fields.get(kind.capitalize())
    media_id = str(node.get("MediaId", "")) if isinstance(node, dict) else ""
    mime = account.media_type(media_id)
    if mime is None:
        raise Faulty("the MediaId is unknown or older than three days")
    if mime == "image/gif":
        raise Faulty("a gif cannot be a reply")
    return {"type": kind, "text": "", "media_id": media_id}


def _news(fields: dict[str, Any], push: Push) -> Reply:
    node = fields.get("Articles")
    items = node.get("item", []) if isinstance(node, dict) else []
    items = items if isinstance(items, list) else [items]
    if not items or str(fields.get("ArticleCount", "")) != str(len(items)):
        raise Faulty("ArticleCount is not the number of articles")
    if push.kind != "event" and len(items) > 1:
        raise Faulty("only one article may answer a message")
    names = {"title": "Title", "description": "Description", "picurl": "PicUrl", "url": "Url"}
    articles = [
        {mine: each.get(theirs, "") for mine, theirs in names.items()} for each in items[:8]
    ]
    return {"type": "news", "text": articles[0]["title"], "articles": articles}
