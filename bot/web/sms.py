"""The door an SMS gateway pushes to: receipts, and what people sent to our number.

A push carries no signature: the secret in its path and the list of its addresses let it in.
"""

import hmac
import json
import logging
from collections.abc import Callable, Iterator
from typing import TypeVar

from flask import Blueprint, Response, abort, jsonify, request

from bot.channels.sms.gateway import Gateway, Inbound, Unreadable
from bot.channels.sms.pushes import is_within, networks_of, rows_of
from bot.db import was_held_too_long
from bot.outbox.sms.receipts import hear_reports
from bot.traces import where_it_broke
from bot.usecases.texting import hear_sms, keep_sms
from bot.web.callers import address
from bot.wiring import Bot, bot_of

T = TypeVar("T")
log = logging.getLogger(__name__)

sms = Blueprint("sms", __name__)
BIGGEST_BODY = 1 << 20


@sms.post("/sms/<provider>/<secret>/report")
def report(provider: str, secret: str) -> Response:
    """Take receipts; the gateway repeats them until it hears that they were kept."""
    gateway = _admitted(provider, secret)
    reports = [*_readable(gateway.read_reports, _body())]
    bot_of().database.run(lambda db: hear_reports(db, reports))
    return jsonify(gateway.answer)


@sms.post("/sms/<provider>/<secret>/inbound")
def inbound(provider: str, secret: str) -> Response:
    """Take what people sent; what can't be read is heard no better when it is told again."""
    gateway = _admitted(provider, secret)
    for told in _readable(gateway.read_inbound, _body()):
        _hear(bot_of(), told, provider)
    return jsonify(gateway.answer)


def _readable(read: Callable[[bytes], list[T]], body: bytes) -> Iterator[T]:
    """Read a push row by row: a bad one takes none of the others with it."""
    try:
        rows = rows_of(body)
    except Unreadable as error:
        log.warning("an unreadable push: %s", error)
        return
    for row in rows:
        try:
            yield from read(json.dumps(row).encode())
        except Unreadable as error:
            log.warning("an unreadable row: %s", error)


def _hear(bot: Bot, told: Inbound, provider: str) -> None:
    run = bot.database.run
    try:
        run(lambda db: hear_sms(db, bot.voice, told, provider=provider))
    except Exception as error:  # the outermost door: it is kept, and people call her
        if was_held_too_long(error):
            raise  # the gateway tells it again
        log.error("an SMS broke: %s", where_it_broke(error))
        run(lambda db: keep_sms(db, bot.voice, told, provider=provider))


def _admitted(provider: str, secret: str) -> Gateway:
    """Return the gateway that may push here; 404 tells a stranger nothing."""
    bot = bot_of()
    gateway, networks = bot.sms, networks_of(bot.settings.sms_callback_ips)
    if gateway is None or provider != gateway.account.provider:
        abort(404)
    known = gateway.account.callback_secret.encode()
    if not known or not hmac.compare_digest(secret.encode(), known):
        abort(404)
    if not is_within(address(), networks):
        log.warning("a push with the right secret from an address that is not listed")
        abort(404)
    return gateway


def _body() -> bytes:
    """Read the body up to the limit; a longer one is 413."""
    request.max_content_length = BIGGEST_BODY
    return request.get_data(cache=False)
