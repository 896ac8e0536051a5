"""Is it alive, is it ready, and how is it doing."""

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.dialogue.models import Inbox
from bot.outbox.models import Message
from bot.outbox.queries import OPEN_STATES
from bot.wiring import Bot, bot_of

health = Blueprint("health", __name__)


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
    """Show counts read from the database, the same whichever process is asked."""
    registry = CollectorRegistry()
    outbox = Gauge("huitouke_outbox", "Messages by state", ["state"], registry=registry)
    late = Gauge("huitouke_outbox_due", "Messages due and not looked at", registry=registry)
    inbox = Gauge("huitouke_inbox", "Messages received by state", ["state"], registry=registry)
    with bot_of().database.reading() as db:
        for state, count in db.execute(select(Message.state, func.count()).group_by(Message.state)):
            outbox.labels(state).set(count)
        for state, count in db.execute(select(Inbox.state, func.count()).group_by(Inbox.state)):
            inbox.labels(state).set(count)
        due = (Message.state.in_(OPEN_STATES)) & (Message.look_at <= clock.now())
        late.set(db.scalar(select(func.count()).where(due)) or 0)
    return Response(generate_latest(registry), mimetype=CONTENT_TYPE_LATEST)


def _database(bot: Bot) -> bool:
    try:
        with bot.database.reading() as db:
            db.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
