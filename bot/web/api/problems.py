"""What the API says when it can't do something: one shape, a word and a sentence."""

import json
import logging
from http import HTTPStatus

from flask import Blueprint, Flask, Response, request
from pydantic import ValidationError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from bot.shop.refusal import Refused
from bot.texts import Texts, line
from bot.wiring import bot_of

log = logging.getLogger(__name__)

HERE = "/api/"
SHOWN = 3
# How a rule's no is told over HTTP, where 409 does not fit.
STATUSES = {
    "appointment_unknown": 404,
    "code_unknown": 404,
    "complaint_unknown": 404,
    "complaint_role": 403,
    "complaint_store": 403,
    "complaint_beyond": 403,
    "complaint_offer_role": 403,
    "step_unknown": 422,
    "cause_unknown": 422,
    "points_wrong": 422,
    "member_unknown": 404,
    "redemption_unknown": 404,
    "coupon_unknown": 404,
    "coupon_no_such": 404,
    "coupon_beyond": 403,
    "task_unknown": 404,
    "task_store": 403,
    "work_unknown": 404,
    "work_for_nobody": 422,
    "work_stage_unknown": 422,
    "talk_unknown": 404,
    "media_unknown": 404,
    "switch_role": 403,
    "talk_role": 403,
    "staff_unknown": 422,
    "staff_left": 403,
    "staff_unconfirmed": 403,
    "key_name": 422,
    "key_bounded": 403,
    "staff_not_led": 403,
    "staff_herself": 403,
    "form_stale": 403,
    "later_unknown": 404,
    "words_empty": 422,
    "words_long": 422,
    "note_empty": 422,
}
# The words for what goes wrong before a call is reached.
WORDS = {
    400: "bad_request",
    404: "not_found",
    405: "wrong_method",
    413: "too_big",
    415: "not_json",
}


class Problem(Exception):
    """The call itself can't be answered; `word` is the type, `api.<word>` its sentence."""

    def __init__(self, status: int, word: str, *, retry_after: int | None = None) -> None:
        super().__init__(word)
        self.status = status
        self.word = word
        self.retry_after = retry_after


class WrongShape(Exception):
    """What was sent has not the shape that the call takes."""

    def __init__(self, error: ValidationError) -> None:
        super().__init__("wrong_shape")
        self.error = error


def add_problems(app: Flask, api: Blueprint) -> None:
    """Answer every error of the API in its own shape; elsewhere nothing changes."""
    api.register_error_handler(Problem, _tell_problem)
    api.register_error_handler(WrongShape, _tell_wrong_shape)
    api.register_error_handler(Refused, _tell_refusal)
    api.register_error_handler(DataError, _tell_out_of_range)
    api.register_error_handler(HTTPException, _tell_http)
    api.register_error_handler(Exception, _tell_breakage)
    app.register_error_handler(HTTPException, _tell_http)  # addresses that belong to no call


def reason(texts: Texts, refused: Refused) -> str:
    """Return a rule's no as a sentence."""
    return texts.render(line(f"reasons.{refused.reason}", **refused.values))


def what_is_wrong(texts: Texts, error: ValidationError) -> str:
    """Return what is wrong with a shape, the first places of it, as a sentence."""
    found = error.errors(include_url=False, include_context=True)[:SHOWN]
    return "；".join(_one_wrong(texts, one["type"], one["loc"], one.get("ctx")) for one in found)


def _one_wrong(
    texts: Texts, kind: str, place: tuple[int | str, ...], context: dict[str, object] | None
) -> str:
    key = f"api.wrong_{kind}" if f"api.wrong_{kind}" in texts else "api.wrong"
    where = ".".join(map(str, place)) or texts.render(line("api.whole"))
    return texts.render(line(key, **(context or {}), where=where))


def _tell_problem(problem: Problem) -> Response:
    headers = {}
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.retry_after:
        headers["Retry-After"] = str(problem.retry_after)
    return _tell(problem.status, problem.word, _sentence(problem.word), headers)


def _tell_wrong_shape(wrong: WrongShape) -> Response:
    return _tell(422, "wrong_shape", what_is_wrong(bot_of().texts, wrong.error))


def _tell_refusal(refused: Refused) -> Response:
    status = STATUSES.get(refused.reason, 409)
    return _tell(status, refused.reason, reason(bot_of().texts, refused))


def _tell_http(error: HTTPException) -> Response | HTTPException:
    if not request.path.startswith(HERE) or error.code is None or error.code < 400:
        return error
    word = WORDS.get(error.code, "bad_request")
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return _tell(error.code, word, _sentence(word), headers)


def _tell_out_of_range(_error: DataError) -> Response:
    return _tell(422, "out_of_range", _sentence("out_of_range"))


def _tell_breakage(error: Exception) -> Response:
    """The outermost door: what nobody expected is logged, and told without its details."""
    log.exception("a call broke")
    if isinstance(error, OperationalError):
        return _tell(503, "busy", _sentence("busy"), {"Retry-After": "5"})
    return _tell(500, "broken", _sentence("broken"))


def _sentence(word: str) -> str:
    return bot_of().texts.render(line(f"api.{word}"))


def _tell(status: int, word: str, sentence: str, headers: dict[str, str] | None = None) -> Response:
    told = {
        "type": word,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
    }
    body = json.dumps(told, ensure_ascii=False)
    return Response(body, status, headers, mimetype="application/problem+json")
