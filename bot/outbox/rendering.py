"""How a row of the outbox becomes words: its text, filled in for the person it goes to."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import object_session

from bot import clock
from bot.channels import Mail
from bot.outbox.models import Message
from bot.shop.people.models import Person
from bot.shop.staff.models import Staff
from bot.shop.stores.rules import Shop
from bot.texts import Line, Rendered, TextError, Texts, line


def render_message(
    texts: Texts,
    shop: Shop,
    message: Message,
    person: Person,
    now: datetime,
    *,
    by_people: bool = False,
) -> str:
    """Return the words; what is said on a later day than its cause has its own wording.

    What people say is signed by who says it: where she has no guide, a place is left for the name.
    """
    key = message.said or message.key
    if message.caused_at and f"{key}_later" in texts:
        said_on, caused_on = clock.local(now).date(), clock.local(message.caused_at).date()
        key = f"{key}_later" if said_on > caused_on else key
    values = values_of(texts, shop, message, person)
    if by_people and _signer(shop, message, person) is None:
        values["guide"] = texts.render(line("tasks.your_name"))
    return texts.render(line(key, **values), pick=message.id or 0)


def render_for_many(texts: Texts, shop: Shop, message: Message) -> str | None:
    """Return the words where they are the same for all, None where they speak of one person."""
    key, params = message.said or message.key, message.params or {}
    if not texts.is_for_all(key):
        return None
    house = {
        "shop": shop.shop.name,
        "helper": shop.shop.helper,
        "service_phone": shop.shop.service_phone,
    }
    day = clock.local(message.due).toordinal()  # the same wording for all of a day
    try:
        return texts.render(line(key, **{**params, **house}), pick=day)
    except TextError:
        return None


def render_sheet(texts: Texts, shop: Shop, message: Message, person: Person) -> str:
    """Return what people have before them while they say it: what she bought, what to ask."""
    sheet = (message.params or {}).get("sheet")
    if not sheet:
        return ""
    items = Rendered("、".join(sheet["items"])) or line("sheets.nothing_bought")
    values = values_of(texts, shop, message, person) | {"items": items}
    return "\n\n" + texts.render(line(sheet["key"], **values))


def mail_of(texts: Texts, shop: Shop, message: Message, words: str) -> Mail:
    """Return the mail that brings these words, with who we are and how to stop them.

    An offer says so in the first word of its subject.
    Source: Measures for the Administration of Internet E-mail Services, articles 13 and 14.
    """
    subject = f"email.subject_{message.journey}"
    subject = subject if subject in texts else f"email.subject_{message.purpose}"
    house = {"shop": shop.shop.name, "service_phone": shop.shop.service_phone}
    return Mail(
        id=f"message-{message.id}",
        subject=texts.render(line(subject, **house)),
        text=texts.render(line("email.letter", words=Rendered(_without_taps(words)), **house)),
        stop=texts.render(line("email.stop")),
    )


def _without_taps(words: str) -> str:
    """Return words as they stand in a mail, where nothing is tapped."""
    return words.replace("<<", "「").replace(">>", "」")


def values_of(texts: Texts, shop: Shop, message: Message, person: Person) -> dict[str, object]:
    """Return what stands ready for the blanks of a message."""
    params = message.params or {}
    return {
        **params,
        **_spoken(params),
        "name": person.name or texts.render(line("common.nameless")),
        "guide": _signer(shop, message, person) or shop.shop.helper,
        "shop": shop.shop.name,
        "helper": shop.shop.helper,
        "service_phone": shop.shop.service_phone,
        "words": Rendered(params.get("words", "")),
        "customer": params.get("customer") or texts.render(line("notices.somebody")),
    }


def _spoken(params: dict[str, Any]) -> dict[str, object]:
    """Return the lines and the hour that a row keeps as data: they become words when it is sent."""
    parts = [Line(each["key"], each["values"], each["pick"]) for each in params.get("parts", ())]
    until = params.get("until")
    promised = by_hour(datetime.fromisoformat(until), clock.now()) if until else None
    return {"parts": parts, "hour": promised or params.get("hour", "")}


def by_hour(until: datetime, now: datetime) -> Line:
    """Return a promised hour as it is said today: 明天10:30前."""
    here, today = clock.local(until), clock.local(now).date()
    keys = {0: "complaint.hour_today", 1: "complaint.hour_tomorrow"}
    key = keys.get((here.date() - today).days, "complaint.hour_later")
    return line(key, day=f"{here.month}月{here.day}日", clock=f"{here:%H:%M}")


def _signer(shop: Shop, message: Message, person: Person) -> str | None:
    """Return who signs: who served her, else her guide, by name; None where neither works here.

    A colleague may have come or left since the shop's file was written.
    """
    db = object_session(person)
    for login in ((message.params or {}).get("guide"), person.guide):
        staff = db.get(Staff, login) if db and login else None
        if login and not (staff and not staff.active):
            known = shop.colleague(login)
            return known.name if known else staff.name if staff else login
    return None
