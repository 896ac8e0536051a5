"""What a page says when something can't be shown or done, and what to do then."""

import logging

from flask import Blueprint, Response, make_response, request
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from bot.shop.refusal import Refused
from bot.web.api.problems import STATUSES
from bot.web.console.pages import page, say, told

log = logging.getLogger(__name__)

# Errors that have a sentence of their own.
KNOWN = {400, 403, 404, 405, 409, 413, 500, 503}


def add_errors(console: Blueprint) -> None:
    """Tell every error in the console's own words."""
    console.register_error_handler(Refused, _tell_refusal)
    console.register_error_handler(HTTPException, _tell_http)
    console.register_error_handler(DataError, _tell_unfit)
    console.register_error_handler(Exception, _tell_breakage)


def _tell_refusal(refused: Refused) -> Response:
    return _tell(STATUSES.get(refused.reason, 409), told(refused))


def _tell_http(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    return _tell(code, say(f"console.error_{code if code in KNOWN else 400}"))


def _tell_unfit(_error: DataError) -> Response:
    """Something was sent that no column takes, such as a NUL."""
    return _tell(400, say("console.error_400"))


def _tell_breakage(error: Exception) -> Response:
    """The outermost door: what nobody expected is logged, and told without its details."""
    log.exception("a page broke")
    code = 503 if isinstance(error, OperationalError) else 500
    return _tell(code, say(f"console.error_{code}"))


def _tell(code: int, sentence: str) -> Response:
    """Show a page; where only a part was asked for, a line above it."""
    part = request.headers.get("HX-Request")
    shown = page("notice.html" if part else "error.html", code=code, sentence=sentence)
    return make_response(shown, code)
