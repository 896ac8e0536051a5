"""Who is she? By phone, by openid, by number."""

from bot.lunar import Birthday
from bot.shop.members.actions import close_membership, keep_birthday
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from tests.api.cast import LI, WANG, Shop, Till, says
from tests.databases import ONE_SERVER


def test_a_member_is_shown_with_all_that_the_till_needs(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG, proved=True)
    till.sells(phone=WANG, total="3000.00", store="静安店", guide="zhouting")
    (seen,) = till.finds("/members", openid="wang")
    granted = {"wechat": True, "sms": True, "email": False, "call": False}
    assert seen == {
        "id": wang,
        "name": "王芳",
        "phone": WANG,
        "phone_verified": True,
        "status": "member",
        "level": "silver",
        "points": 3000,
        "birthday": None,
        "store": "静安店",
        "guide": "zhouting",
        "segment": "new",
        "file_score": 7,
        "consents": {
            "service": granted,
            "care": granted,
            "promotion": dict.fromkeys(granted, False),
        },
    }


def test_a_phone_finds_who_proved_it_and_not_who_claims_it(shop: Shop, till: Till) -> None:
    shop.joins("somebody", WANG)
    assert till.finds("/members", phone=WANG) == []
    wang = shop.joins("wang", WANG, proved=True)
    assert [one["id"] for one in till.finds("/members", phone=WANG)] == [wang]


@ONE_SERVER
def test_a_phone_may_be_written_in_many_ways(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG, proved=True)
    for phone in ("138 0013 8000", "138-0013-8000", "+86 13800138000", "１３８００１３８０００"):
        assert [one["id"] for one in till.finds("/members", phone=phone)] == [wang]


def test_the_file_says_what_she_is(shop: Shop, till: Till) -> None:
    shop.meets("follower")
    till.sells(phone=LI)
    assert [one["status"] for one in till.finds("/members", phone=LI)] == ["guest"]
    assert [one["status"] for one in till.finds("/members", openid="follower")] == ["follower"]


def test_who_closed_her_membership_has_no_name_any_more(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG)
    shop.does(
        lambda db: close_membership(db, db.get_one(Person, wang), db.get_one(Member, wang), why="x")
    )
    seen = till.sees(f"/members/{wang}")
    assert (seen["status"], seen["name"], seen["phone"]) == ("closed", None, None)


def test_a_birthday_is_shown_as_she_gave_it(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG)
    told = Birthday("lunar", 6, 6, leap=True)
    shop.does(lambda db: keep_birthday(db, db.get_one(Member, wang), told))
    day = {"calendar": "lunar", "month": 6, "day": 6, "leap": True}
    assert till.sees(f"/members/{wang}")["birthday"] == day


def test_nobody_found_is_an_empty_list(till: Till) -> None:
    assert till.finds("/members", phone=LI) == till.finds("/members", openid="nobody") == []


def test_a_number_that_nobody_has_is_told_so(till: Till) -> None:
    answer = till.gets("/members/4711")
    assert (answer.status_code, says(answer)["type"]) == (404, "member_unknown")
    assert till.gets("/members/4711/points").status_code == 404


def test_the_old_number_of_a_merged_record_still_answers(shop: Shop, till: Till) -> None:
    till.sells(phone=WANG)
    (guest,) = till.finds("/members", phone=WANG)
    wang = shop.joins("wang", WANG)
    till.posts(f"/bindings/{shop.shows_code(wang)}/confirm", {"phone": WANG})
    assert till.sees(f"/members/{guest['id']}")["id"] == wang
    assert len(till.finds(f"/members/{guest['id']}/points")) == 1
    assert len(till.finds("/outbox", member=guest["id"])) == 1


def test_the_ledger_says_where_points_came_from(shop: Shop, till: Till) -> None:
    wang = shop.joins("wang", WANG, proved=True)
    till.sells(phone=WANG)
    (entry,) = till.finds(f"/members/{wang}/points")
    assert (entry["change"], entry["kind"]) == (2980, "purchase")
    assert (entry["reason"], entry["source"]) == ("购物2,980元", "purchase:POS-1:0001")
    assert entry["at"].endswith("+08:00")
    assert len(entry["expires"]) == len("2028-11-30")
