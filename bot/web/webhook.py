"""The door WeChat pushes to: check, read, one turn, and the reply it can show."""

import logging
import time
from functools import partial

from flask import Blueprint, Response, abort, request

from bot.channels.incoming import Incoming
from bot.channels.wechat.envelope import BIGGEST_BODY, BadSignature, Envelopes, Unreadable
from bot.channels.wechat.mass import is_mass_report, read_mass_report
from bot.channels.wechat.reading import Fields, read
from bot.channels.wechat.reminders import is_about_reminders, read_reminders
from bot.channels.wechat.reports import is_report, read_report
from bot.db import was_held_too_long
from bot.dialogue.late import keep_for_later
from bot.dialogue.turn import fail_turn, take_turn
from bot.outbox.mass.reports import hear_mass_report
from bot.outbox.receipts import hear_receipt
from bot.outbox.reminders import hear_reminder
from bot.traces import where_it_broke
from bot.wiring import Bot, bot_of

log = logging.getLogger(__name__)

webhook = Blueprint("webhook", __name__)
LATE_SECONDS = 4.0
NOTHING = "success"


@webhook.get("/wechat")
def verify() -> Response:
    """Answer WeChat's check of our address; it may repeat the same values."""
    envelopes = _envelopes()
    try:
        envelopes.check(request.args)
    except BadSignature:
        return Response("bad signature", 403, mimetype="text/plain")
    return Response(request.args.get("echostr", ""), mimetype="text/plain")


@webhook.post("/wechat")
def receive() -> Response:
    """Take one push. Whatever a sender can put in a body ends here, as 403 or `success`."""
    arrived = time.monotonic()
    envelopes = _envelopes()
    try:
        envelopes.admit(request.args)
        fields = envelopes.open(_body(), request.args)
        incoming = None if _hear(fields) else read(fields)
    except BadSignature:
        return Response("bad signature", 403, mimetype="text/plain")
    except Unreadable as error:
        log.warning("unreadable push: %s", error)
        return _answer(NOTHING)
    if incoming is None:
        return _answer(NOTHING)
    text = _reply(bot_of(), incoming, arrived)
    if not text:
        return _answer(NOTHING)
    source, nonce = envelopes.called(fields), request.args.get("nonce", "")
    sealed = envelopes.seal(text, to=incoming.external_id, source=source, nonce=nonce)
    return Response(sealed, mimetype="text/xml")


def _hear(fields: Fields) -> bool:
    """Keep what WeChat reports about our sends; say whether it was that. Raise Unreadable."""
    run = bot_of().database.run
    if is_report(fields):
        report = read_report(fields)
        run(lambda db: hear_receipt(db, "template", report.card, report.outcome))
    elif is_mass_report(fields):
        told = read_mass_report(fields)
        run(lambda db: hear_mass_report(db, told))
    elif is_about_reminders(fields):
        for heard in read_reminders(fields):
            run(partial(hear_reminder, heard=heard))
    else:
        return False
    return True


def _reply(bot: Bot, incoming: Incoming, arrived: float) -> str | None:
    """Take the turn; one that waited too long is left to a worker, one that breaks is kept."""
    try:
        return bot.database.run(
            lambda db: take_turn(
                db, bot.voice, incoming, is_late=lambda: time.monotonic() - arrived > LATE_SECONDS
            )
        )
    except Exception as error:  # the outermost door: she gets an apology, staff a task
        kept = partial(keep_for_later, incoming=incoming)
        if was_held_too_long(error) and bot.database.run(kept):
            return None
        log.error("a turn broke: %s", where_it_broke(error))
        return bot.database.run(lambda db: fail_turn(db, bot.voice, incoming))


def _body() -> bytes:
    """Read the body up to the limit; a longer one is unreadable and not taken in."""
    body = bytearray()
    while len(body) <= BIGGEST_BODY and (piece := request.stream.read(BIGGEST_BODY + 1)):
        body += piece
    if len(body) > BIGGEST_BODY:
        raise Unreadable("body too big")
    return bytes(body)


def _envelopes() -> Envelopes:
    return bot_of().envelopes or abort(404)


def _answer(text: str) -> Response:
    return Response(text, mimetype="text/plain")
