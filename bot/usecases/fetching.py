"""Fetch what customers sent before it expires: looked up, fetched outside, kept."""

import logging
from functools import partial

from sqlalchemy.orm import Session

from bot import clock
from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.errors import Unreachable, WeChatError
from bot.channels.wechat.media import GONE, fetch_media
from bot.db import Database
from bot.shop.media.actions import give_up, keep_media, take_wanted, try_later
from bot.shop.media.models import Media
from bot.shop.media.rules import KINDS
from bot.shop.people.actions import living
from bot.shop.tasks.actions import ask_people
from bot.texts import Texts, line

log = logging.getLogger(__name__)

AT_A_TIME = 4


def fetch_wanted(database: Database, client: WeChatClient, texts: Texts) -> int:
    """Try all that is to be fetched now; return how many are kept. None keeps another waiting."""
    kept = 0
    while taken := database.run(lambda db: take_wanted(db, clock.now(), AT_A_TIME)):
        for media in taken:
            came = _fetched(client, media)
            state = database.run(partial(_note, media=media, came=came, texts=texts))
            kept += state == "kept"
    return kept


def _fetched(client: WeChatClient, media: Media) -> bytes | str:
    """Return the bytes, or a word: `gone`, `refused` or `later`."""
    try:
        content = fetch_media(client, media.source, most=KINDS[media.kind].most_bytes)
    except WeChatError as error:
        log.warning("media %s: %s", media.id, error)
        return "gone" if error.code in GONE else "later"
    except Unreachable as error:
        log.warning("media %s: %s", media.id, error)
        return "later"
    return "refused" if content is None else content


def _note(db: Session, *, media: Media, came: bytes | str, texts: Texts) -> str | None:
    """Keep what came; what never will is a task, so that somebody asks her for it again."""
    if isinstance(came, bytes):
        state = keep_media(db, media.id, came)
    elif came == "later":
        state = try_later(db, media.id, clock.now())
    else:
        state = give_up(db, media.id, came)
    if state in ("gone", "refused"):
        ask_people(
            db,
            kind="media",
            dedupe=f"media:{media.id}",
            person=living(db, media.person_id),
            why=texts.render(line(f"tasks.media_{state}")),
            words="",
            due=clock.now(),
        )
    return state
