"""How a page of the console is made: a template, and what every page knows."""

from collections.abc import Iterable
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Any, NamedTuple

from flask import g, render_template, request

from bot import clock
from bot.dialogue.queries import MANY, many_waiting
from bot.outbox.house import House
from bot.outbox.switches import house
from bot.shop.refusal import Refused
from bot.texts import Rendered, line
from bot.web.api.fields import BIGGEST_ID
from bot.web.api.problems import reason
from bot.web.console.assets import asset
from bot.web.console.door import csrf_token
from bot.web.console.roles import is_allowed
from bot.wiring import bot_of

LONGEST_KEY = 64  # characters of a form's own key


class Place(NamedTuple):
    """An entry of the navigation; `word` is its line of `MAY`."""

    word: str
    label: str
    endpoint: str


PLACES = (
    Place("today", "今天", "console.today.show"),
    Place("talks", "会话", "console.talks.show"),
    Place("complaints", "投诉", "console.complaints.show"),
    Place("counter", "柜台", "console.counter.show"),
    Place("customers", "顾客", "console.customers.show"),
    Place("settings", "设置", "console.settings.show"),
    Place("health", "运行", "console.health.show"),
    Place("audit", "审计", "console.audit.show"),
)


def page(template: str, **values: Any) -> str:
    """Make a page, or the part of one that `template` is."""
    return render_template(f"console/{template}", **values)


def say(key: str, **values: object) -> Rendered:
    """Return a sentence of `content/` for people of the shop."""
    return bot_of().texts.render(line(key, **values))


def told(refused: Refused) -> str:
    """Return why something was not done, as a sentence."""
    return reason(bot_of().texts, refused)


def once() -> str:
    """Return a key of its own for a form: sent twice, it is done once."""
    return token_urlsafe(12)


def given_once() -> str:
    """Return the key that the form brought along; a form without one is not ours."""
    key = request.form.get("once", "")
    if not key or len(key) > LONGEST_KEY or not key.isascii():
        raise Refused("form_stale")
    return key


def number_in(name: str) -> int | None:
    """Return a number that the address brings along, such as an id; None where it brings none."""
    found = request.args.get(name, "").strip()
    fits = found.isascii() and found.isdecimal() and len(found) <= len(str(BIGGEST_ID))
    return min(int(found), BIGGEST_ID) if fits else None


def moment_of(typed: str) -> datetime | None:
    """Return a moment that an address or a form brings back to us; None for what is none."""
    try:
        moment = datetime.fromisoformat(typed)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def places() -> Iterable[Place]:
    """Return where she may go."""
    return [place for place in PLACES if g.guest and is_allowed(g.guest.actor.role, place.word)]


def stands() -> House:
    """Return how the two switches of the house stand."""
    with bot_of().database.reading() as db:
        return house(db)


def waiting() -> str:
    """Return how many customers wait for her, as a badge says it; "" for nobody."""
    guest = g.get("guest")
    if guest is None or not is_allowed(guest.actor.role, "talks"):
        return ""
    with bot_of().database.reading() as db:
        return badge(many_waiting(db, guest.actor))


def badge(many: int) -> str:
    """Return a number as a badge says it; "" for none."""
    return f"{MANY}+" if many > MANY else str(many or "")


def version_of(house: House, waiting: str) -> str:
    """Return a word that changes with the switches and with who waits."""
    pressed = (house.stop, house.shadow)
    stands = [f"{each.at:%Y%m%d%H%M%S}" if each else "0" for each in pressed]
    return "-".join([*stands, waiting])


def hour(moment: datetime) -> str:
    """Show when something was: the hour for today, the day before that."""
    here, today = clock.local(moment), clock.today()
    if here.date() == today:
        return f"{here:%H:%M}"
    if here.year == today.year:
        return f"{here.month}月{here.day}日 {here:%H:%M}"
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"


def clock_of(moment: datetime) -> str:
    """Show the hour of a moment."""
    return f"{clock.local(moment):%H:%M}"


def day_of(moment: datetime) -> str:
    """Show the day of a moment."""
    here = clock.local(moment)
    return f"{here.month}月{here.day}日"


def masked(phone: str) -> str:
    """Show a number without its middle."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "****"


def shown_to_pages() -> dict[str, Any]:
    """Return what every template of the console may use."""
    return {
        "asset": asset,
        "csrf_token": csrf_token,
        "once": once,
        "say": say,
        "hour": hour,
        "clock_of": clock_of,
        "day_of": day_of,
        "masked": masked,
        "places": places,
        "stands": stands,
        "version_of": version_of,
        "waiting": waiting,
        "guest": g.get("guest"),
        "server_now": round(clock.now().timestamp() * 1000),
        "may_do": lambda word: bool(g.get("guest")) and is_allowed(g.guest.actor.role, word),
    }
