"""Is it alive, is it ready, and how is it doing."""

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import Select, TextClause, bindparam, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.models import FAILED, PENDING, Inbox
from bot.outbox.models import OPEN, TROUBLED, Message
from bot.outbox.notices.queries import notices_waiting
from bot.store import UNBALANCED, Lost
from bot.wiring import Bot, bot_of

health = Blueprint("health", __name__)


def _count(table: type[Message | Inbox], states: TextClause) -> Select[str, int]:
    return select(table.state, func.count()).where(states).group_by(table.state)


OUTBOX_COUNTS = (_count(Message, OPEN), _count(Message, TROUBLED))
INBOX_COUNTS = (_count(Inbox, PENDING), _count(Inbox, FAILED))
DUE_COUNT = select(func.count()).where(OPEN, Message.look_at <= bindparam("now"))


@health.get("/healthz")
def alive() -> Response:
    return Response("ok", mimetype="text/plain")


@health.get("/readyz")
def ready() -> tuple[Response, int]:
    """Answer 200 when database, Redis and a worker answer, else 503 and what is missing."""
    bot = bot_of()
    parts = {"database": _database(bot), "redis": bot.store.answers()}
    parts["workers"] = parts["redis"] and bot.store.workers() > 0
    return jsonify(parts), 200 if all(parts.values()) else 503


@health.get("/metrics")
def metrics() -> Response:
    """Show what waits and what went wrong, the same whichever process is asked.

    Only rows in a partial index are counted: what is done grows for years.
    """
    bot, registry = bot_of(), CollectorRegistry()
    outbox = Gauge("huitouke_outbox", "Messages by state", ["state"], registry=registry)
    late = Gauge("huitouke_outbox_due", "Messages due and not looked at", registry=registry)
    told = Gauge("huitouke_notices_waiting", "Notices to staff not sent yet", registry=registry)
    inbox = Gauge("huitouke_inbox", "Messages received by state", ["state"], registry=registry)
    with bot.database.reading() as db:
        for gauge, counts in ((outbox, OUTBOX_COUNTS), (inbox, INBOX_COUNTS)):
            for which in counts:
                for state, count in db.execute(which):
                    gauge.labels(state).set(count)
        told.set(notices_waiting(db))
        late.set(late_messages(db))
    if found := _kept(bot, UNBALANCED):
        wrong = Gauge("huitouke_unbalanced_accounts", "By the nightly check", registry=registry)
        wrong.set(float(found))
    return Response(generate_latest(registry), mimetype=CONTENT_TYPE_LATEST)


def late_messages(db: Session) -> int:
    """Count what is due and nobody has looked at yet."""
    return db.scalar(DUE_COUNT, {"now": clock.now()}) or 0


def _kept(bot: Bot, name: str) -> str | None:
    try:
        found = bot.store.read(name)
    except Lost:
        return None
    return found[0] if found else None


def _database(bot: Bot) -> bool:
    try:
        with bot.database.reading() as db:
            db.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
