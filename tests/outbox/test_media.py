"""Pictures and voices: fetched before WeChat drops them, kept sealed, erased with the rest."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot import clock
from bot.dialogue.models import Inbox
from bot.jobs import forget_left
from bot.schedule import Scheduler
from bot.shop.media.models import Media
from bot.shop.media.rules import KINDS, Kind, next_try, type_of
from bot.shop.tasks.models import Task
from bot.usecases.fetching import fetch_wanted
from tests.databases import ONE_SERVER
from tests.people import Day, OpenShop, at_once
from tests.wechat import Fan, WeChat

GET = "/cgi-bin/media/get"
JPEG = b"\xff\xd8\xff"


@pytest.fixture
def wang(wechat: WeChat) -> Fan:
    """王姐, who follows."""
    return wechat.fan()


def fetches(shop: OpenShop) -> int:
    """Let a worker fetch what is wanted."""
    assert shop.bot.wechat
    return fetch_wanted(shop.bot.database, shop.bot.wechat, shop.bot.texts)


def content(shop: OpenShop) -> bytes | None:
    """Return the bytes of the only picture."""
    with shop.bot.database.reading() as db:
        return db.get_one(Media, shop.one(Media).id).content


def asked(shop: OpenShop) -> list[str]:
    return [task.why for task in shop.rows(Task, Task.kind == "media")]


def test_a_picture_is_fetched_and_belongs_to_its_message(shop: OpenShop, wang: Fan) -> None:
    wang.does("image", sample=True)
    assert shop.one(Media).state == "wanted"
    assert fetches(shop) == 1
    kept = shop.one(Media)
    assert (kept.state, kept.content_type) == ("kept", "image/jpeg")
    assert (content(shop) or b"").startswith(JPEG)
    assert shop.count(Inbox, Inbox.key == kept.key) == 1


def test_a_voice_is_fetched_too(shop: OpenShop, wang: Fan) -> None:
    wang.does("voice", seconds=5)
    fetches(shop)
    assert shop.one(Media).content_type == "audio/amr"


def test_the_webhook_fetches_nothing_itself(shop: OpenShop, wechat: WeChat, wang: Fan) -> None:
    wang.does("image", sample=True)
    assert wechat.calls(GET) == []
    assert "fetch_media" in Scheduler(shop.bot).tick()


def test_the_database_holds_no_picture_that_can_be_seen(shop: OpenShop, wang: Fan) -> None:
    wang.does("image", sample=True)
    fetches(shop)
    with shop.bot.database.reading() as db:
        stored = db.scalar(text("SELECT content FROM media"))
    assert JPEG not in bytes(stored)


def test_a_repeated_delivery_is_one_picture(shop: OpenShop, wechat: WeChat, wang: Fan) -> None:
    wang.does("image", sample=True, duplicates=5)
    fetches(shop)
    assert (shop.count(Media), len(wechat.calls(GET))) == (1, 1)


def test_five_photos_without_a_word_are_all_kept(shop: OpenShop, wang: Fan) -> None:
    for _ in range(5):
        wang.does("image", sample=True)
    assert fetches(shop) == 5


def test_two_workers_fetch_each_picture_once(shop: OpenShop, wechat: WeChat, wang: Fan) -> None:
    for _ in range(4):
        wang.does("image", sample=True)
    at_once(lambda: fetches(shop), lambda: fetches(shop))
    assert len(wechat.calls(GET)) == 4
    assert {media.state for media in shop.rows(Media)} == {"kept"}


def test_what_wechat_has_dropped_is_asked_for_again_by_people(
    shop: OpenShop, wechat: WeChat, wang: Fan
) -> None:
    wang.does("image", sample=True)
    wechat.breaks("errcode", path=GET, errcode=40007)
    fetches(shop)
    assert shop.one(Media).state == "gone"
    assert asked(shop) == ["她发来的照片或语音没能取下来，请她再发一次"]


@ONE_SERVER
@pytest.mark.parametrize("fault", ["http_502", "html_200", "timeout", "reset"])
def test_what_fails_is_tried_again(
    shop: OpenShop, wechat: WeChat, wang: Fan, day: Day, fault: str
) -> None:
    wang.does("image", sample=True)
    wechat.breaks(fault, path=GET)
    assert (fetches(shop), shop.one(Media).state) == (0, "wanted")
    day.passes(minutes=1)
    assert fetches(shop) == 1
    assert asked(shop) == []


@ONE_SERVER
@pytest.mark.parametrize("code", [-1, 45009, 45011, 48001])
def test_a_busy_or_forbidden_wechat_is_tried_again_until_the_three_days_are_over(
    shop: OpenShop, wechat: WeChat, wang: Fan, day: Day, code: int
) -> None:
    wang.does("image", sample=True)
    wechat.breaks("errcode", path=GET, errcode=code, times=None)
    for _ in range(18):
        day.passes(hours=6)
        fetches(shop)
    assert shop.one(Media).state == "gone"
    assert len(asked(shop)) == 1


@ONE_SERVER
def test_a_stale_token_is_renewed_once(shop: OpenShop, wechat: WeChat, wang: Fan) -> None:
    wang.does("image", sample=True)
    wechat.breaks("errcode", path=GET, errcode=42001)
    assert fetches(shop) == 1


@ONE_SERVER
def test_a_huge_picture_is_refused_and_not_read_to_its_end(
    shop: OpenShop, wang: Fan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, "picture", Kind(1000, ("image/jpeg",)))
    wang.does("image", sample=True)
    fetches(shop)
    assert shop.one(Media).state == "refused"
    assert asked(shop) == ["她发来的照片或语音打不开（太大，或不是照片），请她换一张"]


def test_who_is_forgotten_leaves_no_picture(shop: OpenShop, wang: Fan, day: Day) -> None:
    wang.does("image", sample=True)
    fetches(shop)
    wang.does("unfollow")
    day.passes(hours=25)
    with shop.app.app_context():
        forget_left()
    assert shop.count(Media) == 0


def test_what_a_file_says_of_itself_counts_for_nothing() -> None:
    assert type_of(JPEG + b"...", "picture") == "image/jpeg"
    assert type_of(b"<html>", "picture") is None
    assert type_of(b"MZ\x90\x00", "picture") is None
    assert type_of(b"#!AMR\n", "picture") is None
    assert type_of(JPEG, "voice") is None


def test_a_picture_is_not_tried_after_its_three_days() -> None:
    at = clock.now()
    assert next_try(1, at, at) == at + timedelta(seconds=10)
    assert next_try(9, at, at + timedelta(hours=67)) is None
