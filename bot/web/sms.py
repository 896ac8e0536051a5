"""The door an SMS gateway pushes to: receipts, and what people sent to our number.

A push carries no signature: the secret in its path and the list of its addresses let it in.
"""

import hmac
import logging

from flask import Blueprint, Response, abort, request

from bot.channels.sms.gateway import Gateway, Unreadable
from bot.channels.sms.pushes import is_within, networks_of
from bot.wiring import bot_of

log = logging.getLogger(__name__)

sms = Blueprint("sms", __name__)
BIGGEST_BODY = 1 << 20


@sms.post("/sms/<provider>/<secret>/report")
def report(provider: str, secret: str) -> Response:
    """Take receipts; the gateway repeats them until it hears that they were kept."""
    gateway = _admitted(provider, secret)
    try:
        reports = gateway.read_reports(_body())
    except Unreadable as error:
        log.warning("unreadable receipts: %s", error)
        abort(400)
    log.warning("%s receipts are not kept yet", len(reports))
    abort(501)


@sms.post("/sms/<provider>/<secret>/inbound")
def inbound(provider: str, secret: str) -> Response:
    """Take what people sent; not kept yet, and so the gateway hears no."""
    _admitted(provider, secret)
    abort(501)


def _admitted(provider: str, secret: str) -> Gateway:
    """Return the gateway that may push here; 404 tells a stranger nothing."""
    bot = bot_of()
    gateway, networks = bot.sms, networks_of(bot.settings.sms_callback_ips)
    if gateway is None or provider != gateway.account.provider:
        abort(404)
    known = gateway.account.callback_secret.encode()
    if not known or not hmac.compare_digest(secret.encode(), known):
        abort(404)
    if not is_within(request.remote_addr or "", networks):
        log.warning("a push with the right secret from an address that is not listed")
        abort(404)
    return gateway


def _body() -> bytes:
    """Read the body up to the limit; a longer one is 413."""
    request.max_content_length = BIGGEST_BODY
    return request.get_data(cache=False)
