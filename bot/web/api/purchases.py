"""What a till reports: receipts, one or many, and what comes back."""

import time
from collections.abc import Sequence
from functools import partial
from typing import Literal

from pydantic import RootModel
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm import Session

from bot.shop.refusal import Refused
from bot.texts import line
from bot.usecases.selling import bring_back, sell
from bot.web.api.problems import reason, what_is_wrong
from bot.web.api.receipts import Purchase, Report, Return, Unreadable
from bot.web.api.shapes import Answer
from bot.wiring import Bot

# SQLite has one writer, and who waits for it looks again every 25 ms
SLICE_SECONDS = 0.1
PAUSE_SECONDS = 0.03


class Result(Answer):
    """What became of a receipt; `known` where it was reported before."""

    receipt: str | None
    result: Literal["created", "known", "refused"]
    reason: str | None = None


class Results(Answer):
    """What became of each receipt of a list, in its order."""

    items: list[Result]


class Reported(RootModel[Result | Results]):
    """One result, or one for each receipt."""


def report(bot: Bot, body: Report) -> Reported:
    """Report a purchase, or up to a thousand.

    The key is till and receipt: what is reported twice counts once and is `known`. An item that
    can't be taken is `refused` with a sentence; the others of its list are taken.
    """
    if isinstance(body.root, Purchase):
        return Reported(_take_all(bot, [body.root])[0])
    return Reported(Results(items=_take_all(bot, body.root)))


def bring(bot: Bot, body: Return) -> Result:
    """Report a return: points go back, what was planned for the purchase stops.

    The key is till, receipt and return_receipt, or the time where there is none.
    """
    why = bot.texts.render(line("reasons.returned"))
    try:
        result = bot.database.run(
            lambda db: bring_back(db, body.came_back(), bot.shops.read(db), why=why)
        )
    except Refused as refused:
        return _refused(body.receipt, reason(bot.texts, refused))
    return Result(receipt=body.receipt, result=result)


def _take_all(bot: Bot, reports: Sequence[Purchase | Unreadable]) -> list[Result]:
    """Work through a list in short transactions; between them a waiting chat gets its turn."""
    results: list[Result] = []
    while len(results) < len(reports):
        if results:
            time.sleep(PAUSE_SECONDS)
        results += _take_slice(bot, reports[len(results) :])
    return results


def _take_slice(bot: Bot, reports: Sequence[Purchase | Unreadable]) -> list[Result]:
    """Take several receipts together, or one where that is stopped again and again.

    Two lists that name the same people in another order each hold whom the other waits for.
    """
    try:
        return bot.database.run(partial(_take_some, bot=bot, reports=reports))
    except OperationalError:
        return bot.database.run(partial(_take_some, bot=bot, reports=reports[:1]))


def _take_some(db: Session, *, bot: Bot, reports: Sequence[Purchase | Unreadable]) -> list[Result]:
    """Take receipts until the time of one transaction is over, at least one."""
    until = time.monotonic() + SLICE_SECONDS
    results = []
    for one in reports:
        results.append(_take_one(db, bot, one))
        if time.monotonic() > until:
            break
    return results


def _take_one(db: Session, bot: Bot, one: Purchase | Unreadable) -> Result:
    if isinstance(one, Unreadable):
        return _refused(one.receipt, what_is_wrong(bot.texts, one.error))
    try:
        with db.begin_nested():
            shop = bot.shops.read(db)
            result = sell(
                db,
                one.sale(),
                one.buyer(),
                shop,
                delay=bot.thanks_delay,
                present=one.present(),
            )
    except Refused as refused:
        return _refused(one.receipt, reason(bot.texts, refused))
    except DataError:
        return _refused(one.receipt, bot.texts.render(line("api.out_of_range")))
    return Result(receipt=one.receipt, result=result)


def _refused(receipt: str | None, why: str) -> Result:
    return Result(receipt=receipt, result="refused", reason=why)
