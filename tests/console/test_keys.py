"""Keys for programs: shown once, bounded by a role, taken back at once."""

import re

from bot.shop.keys.models import ApiKey
from tests.api.cast import Till
from tests.console.staff import Colleague, hire
from tests.databases import ONE_SERVER
from tests.people import WANG, OpenShop

SHOWN = re.compile(r"新密钥：([\w-]{40,})。")


def made(sunjie: Colleague, *, name: str = "静安店收银台", role: str = "guide") -> str:
    found = SHOWN.search(sunjie.sends("/keys", name=name, role=role).text)
    assert found
    return found[1]


def test_a_till_comes_in_with_its_own_key_until_it_is_taken_back(shop: OpenShop) -> None:
    sunjie = Colleague(shop, "sunjie")
    till = Till(shop.app, key=made(sunjie))
    assert till.gets("/tasks?staff=zhouting").status_code == 200
    key = shop.one(ApiKey)
    sunjie.sends(f"/keys/{key.id}/revoke")
    assert till.gets("/tasks?staff=zhouting").status_code == 401
    assert "收回了" in sunjie.reads("/keys")


def test_a_key_is_shown_once_and_kept_nowhere(shop: OpenShop) -> None:
    sunjie = Colleague(shop, "sunjie")
    key = made(sunjie)
    assert key not in sunjie.reads("/keys")
    assert key not in shop.one(ApiKey).key_hash


def test_a_key_bounds_who_uses_it(shop: OpenShop) -> None:
    sunjie = Colleague(shop, "sunjie")
    hire(shop, "limin")
    tills = Till(shop.app, key=made(sunjie)), Till(shop.app, key=made(sunjie, role="store_manager"))
    pressed = [till.posts("/stop", {"on": True, "by": "limin"}).status_code for till in tills]
    assert pressed == [403, 200]
    assert tills[0].posts("/stop", {"on": False}).status_code == 403


@ONE_SERVER
def test_the_key_of_a_till_reads_nobody_whom_it_does_not_know_already(shop: OpenShop) -> None:
    her_id = shop.member(WANG).shop.person(WANG).id
    till = Till(shop.app, key=made(Colleague(shop, "sunjie")))
    assert [one["id"] for one in till.finds("/members", openid=WANG)] == [her_id]
    everybody = ("/members", "/tasks", "/conversations", "/complaints", "/outbox", "/surveys")
    waiting = ("/works", "/works?open=true", "/coupons", "/redemptions", "/appointments")
    hers = ("", "/points", "/reach")
    others = ("/conversations/1", "/conversations/1/messages", "/complaints/1", "/media/1")
    paths = [*everybody, *waiting, *(f"/members/{her_id}{part}" for part in hers), *others]
    refused = {path: till.gets(path).json for path in paths}
    assert {told and told["type"] for told in refused.values()} == {"key_bounded"}


@ONE_SERVER
def test_the_key_of_a_till_reads_what_waits_for_a_customer_it_names(shop: OpenShop) -> None:
    her_id = shop.member(WANG).shop.person(WANG).id
    till = Till(shop.app, key=made(Colleague(shop, "sunjie")))
    told = {"member_id": her_id, "kind": "repair", "item": "戒指"}
    taken = till.posts("/works", told).json
    assert taken
    assert till.gets(f"/works/{taken['id']}").json == taken
    assert till.finds("/works", member=her_id) == [taken]
    for path in ("/coupons", "/redemptions", "/appointments"):
        assert till.finds(path, member=her_id) == []


@ONE_SERVER
def test_the_key_of_a_region_reads_all_stores(shop: OpenShop) -> None:
    till = Till(shop.app, key=made(Colleague(shop, "sunjie"), role="regional_manager"))
    assert till.finds("/members") == till.finds("/outbox") == till.finds("/tasks") == []


def test_only_head_office_makes_keys(shop: OpenShop) -> None:
    for login in ("zhouting", "limin", "zhaolei", "engineer"):
        colleague = Colleague(shop, login)
        assert colleague.sees("/keys").status_code == 403
        assert colleague.sends("/keys", name="x", role="head_office").status_code == 403
    assert shop.count(ApiKey) == 0


def test_a_key_without_a_name_or_with_another_role_is_refused(shop: OpenShop) -> None:
    sunjie = Colleague(shop, "sunjie")
    assert sunjie.sends("/keys", name=" ", role="guide").status_code == 422
    refused = sunjie.sends("/keys", name="<i>till</i>", role="engineer")
    assert refused.status_code == 422
    assert "&lt;i&gt;till&lt;/i&gt;" in refused.text
    assert shop.count(ApiKey) == 0
