"""She says what she wishes, and exactly that happens, from that moment on."""

import pytest

from bot.outbox.hands import Hands
from bot.shop.consent.actions import as_table, consents_of
from bot.shop.tasks.models import Task
from bot.shop.wishes.models import Wish
from tests.courtesy.counter import Desk
from tests.people import Day, Phone


def consents(desk: Desk, hers: Phone) -> dict[str, dict[str, bool]]:
    with desk.shop.bot.database.reading() as db:
        return as_table(consents_of(db, [desk.id_of(hers)])[desk.id_of(hers)])


def test_only_what_she_wants_is_sent(desk: Desk) -> None:
    hers = desk.customer()
    hers.says("只要生日祝福")
    tip = desk.plans(hers, "小知识", journey="knowledge")
    desk.plans(hers, "生日快乐", journey="birthday")
    desk.sends()
    assert desk.wire.took == ["生日快乐"]
    assert desk.message(tip).reason == "她说过不想收这一类"


def test_of_two_words_the_last_one_counts(desk: Desk) -> None:
    hers = desk.customer()
    for words in ("只要生日祝福", "别发活动只发保养", "节日别发", "生日祝福可以发"):
        hers.says(words)
    found = {wish.about: wish.wanted for wish in desk.shop.rows(Wish)}
    assert found["birthday"]
    assert found["upkeep"]
    assert not found["holiday"]
    assert not found["offer"]


def test_a_pause_holds_care_and_not_what_she_asked_for(desk: Desk, day: Day) -> None:
    hers = desk.customer()
    hers.says("三个月别发")
    care = desk.plans(hers, "天冷了", journey="season", ends_in=120)
    desk.plans(hers, "您的手镯修好了", purpose="service", kind="order", journey="order")
    desk.sends()
    assert desk.wire.took == ["您的手镯修好了"]
    assert desk.message(care).state == "waiting"
    day.passes(days=93)
    hers.says("营业时间")
    desk.sends()
    assert desk.message(care).state == "sent"


def test_what_waited_is_looked_at_again_when_she_wants_it_back(desk: Desk) -> None:
    hers = desk.customer()
    hers.says("三个月别发")
    care = desk.plans(hers, ends_in=120)
    desk.sends()
    hers.says("恢复")
    desk.sends()
    assert desk.message(care).state == "sent"


def test_a_wish_reaches_what_is_on_its_way(desk: Desk) -> None:
    hers, post = desk.customer(), desk.shop.bot.post
    care = desk.plans(hers, journey="knowledge")
    _, parcels = desk.shop.bot.database.run(post._claim)
    hers.says("别再发什么保养知识了")
    with Hands(post.database, post.texts, post.channels) as hands:
        hands.carry(parcels)
    assert hands.tally == {"held": 1}
    assert desk.message(care).sent_at is None


def test_after_a_wish_nothing_rides_along(desk: Desk) -> None:
    hers = desk.customer()
    desk.plans(hers, "天冷了")
    assert "天冷了" not in str(hers.says("别打电话"))


@pytest.mark.parametrize(
    ("words", "channel"), [("别打电话", "call"), ("别发短信", "sms"), ("不要发邮件", "email")]
)
def test_a_channel_she_refuses_is_a_consent_taken_back(
    desk: Desk, words: str, channel: str
) -> None:
    hers = desk.customer()
    hers.says(words)
    assert not any(consents(desk, hers)[purpose][channel] for purpose in consents(desk, hers))
    assert consents(desk, hers)["care"]["wechat"]


def test_no_more_offers_is_a_consent_taken_back_until_she_wants_them(desk: Desk) -> None:
    hers = desk.customer()
    hers.says("别给我发活动了")
    assert not consents(desk, hers)["promotion"]["wechat"]
    hers.says("活动可以发了")
    assert consents(desk, hers)["promotion"]["wechat"]


def test_who_wants_no_calls_is_not_to_be_called(desk: Desk, day: Day) -> None:
    hers = desk.customer()
    hers.says("别打电话")
    day.passes(days=3)
    desk.plans(hers, "手链的事有进展了", purpose="complaint", kind="complaint")
    desk.sends()
    day.passes(minutes=31)
    desk.sends()
    task = desk.shop.one(Task)
    assert task.kind != "call"
    assert "她说过别打电话" in task.why


def test_the_wishes_of_two_records_come_together(desk: Desk) -> None:
    from bot.shop.people.models import Person
    from bot.usecases.merging import merge_people, undo_merge

    one, other = desk.customer(), desk.customer()
    one.says("别打电话")
    other.says("节日别发")
    ids = desk.id_of(one), desk.id_of(other)
    run = desk.shop.bot.database.run
    merge = run(
        lambda db: merge_people(
            db, *(db.get_one(Person, each, with_for_update=True) for each in ids), by="limin"
        )
    )
    hers = desk.shop.rows(Wish, Wish.person_id == ids[1])
    assert {wish.about for wish in hers} == {"call", "holiday"}
    run(lambda db: undo_merge(db, merge.id, by="limin"))
    assert [wish.about for wish in desk.shop.rows(Wish, Wish.person_id == ids[1])] == ["holiday"]
