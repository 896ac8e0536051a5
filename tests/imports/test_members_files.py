"""Another system's members become ours: once, with nothing promised that she did not say."""

import pytest

from bot.imports import import_members
from bot.shop.consent.models import Consent
from bot.shop.members.models import Member
from bot.shop.people.models import Person
from bot.shop.points.models import PointAccount, PointEntry
from bot.shop.points.queries import unbalanced_accounts
from tests.imports.conftest import FILES, Mover, ran
from tests.people import WANG, WANG_PHONE, OpenShop
from tests.shop.till import Till

FULL = "姓名,手机号,生日,等级,积分"
SAME = {"read": 2, "created": 2, "updated": 0, "known": 0, "refused": 0}


@pytest.mark.parametrize(
    "name",
    [
        "members_utf8_bom.csv",
        "members_gb18030.csv",
        "members_tabs_utf16.txt",
        "members_semicolons.csv",
        "members_english.csv",
    ],
)
def test_a_file_is_read_however_it_was_saved(shop: OpenShop, name: str) -> None:
    assert ran(import_members(shop.bot, FILES / name)) == SAME
    wang, li = shop.rows(Member)
    assert (wang.level, wang.birthday_calendar, wang.birthday_md) == ("silver", "lunar", 815)
    assert (li.level, li.birthday_year, li.birthday_md) == ("regular", 1990, 501)
    assert [(one.name, one.phone) for one in shop.rows(Person)] == [
        ("王芳", "13800138000"),
        ("李雷", "13911112222"),
    ]


def test_a_workbook_is_read_with_its_numbers_and_dates(shop: OpenShop) -> None:
    assert ran(import_members(shop.bot, FILES / "members.xlsx"))["created"] == 3
    phones = [one.phone for one in shop.rows(Person)]
    assert phones == ["13800138000", "13911112222", "13911113333"]
    wang, li, han = shop.rows(Member)
    assert (wang.birthday_year, wang.birthday_md, li.birthday_calendar) == (1990, 501, "lunar")
    assert f"{li.joined_at:%Y-%m-%d}" == "2023-05-01"  # 45047
    assert (han.birthday_year, han.birthday_md) == (1990, 507)  # 33000


def test_a_phone_from_a_file_is_not_proved_and_no_consent_comes_with_it(
    shop: OpenShop, mover: Mover
) -> None:
    mover.members("王姐,13800138000")
    assert shop.one(Person).phone_state == "till"
    assert shop.count(Consent) == 0


def test_the_same_file_again_changes_nothing(shop: OpenShop, mover: Mover) -> None:
    row = "王姐,13800138000,农历八月十五,银卡,1280"
    mover.members(row, header=FULL)
    before = shop.one(Member).joined_at
    assert mover.members(row, header=FULL)["known"] == 1
    assert shop.one(Member).joined_at == before
    assert shop.one(PointAccount).balance == 1280


def test_an_opening_balance_is_one_entry_of_the_ledger_and_comes_once(
    shop: OpenShop, mover: Mover
) -> None:
    mover.members("王姐,13800138000,,,1280", header=FULL)
    mover.members("王姐,13800138000,,,5000", header=FULL)
    entry = shop.one(PointEntry)
    assert (entry.kind, entry.change) == ("opening", 1280)
    assert entry.source.startswith("opening:")
    with shop.bot.database.reading() as db:
        assert unbalanced_accounts(db) == []


def test_rows_that_cannot_be_taken_are_told_and_the_others_are_taken(
    shop: OpenShop, mover: Mover
) -> None:
    told = mover.members(
        "王姐,13800138000,,,",
        "坏,12345,,,",
        "掩,138****0001,,,",
        "短,1.38E+10,,,",
        "级,13800138001,,黑金卡,",
        "童,13800138002,2020-01-01,,",
        "日,13800138003,1990-02-30,,",
        "历,13800138004,八月十五,,",
        "分,13800138005,,,-3",
        "缺,13800138006",
        header=FULL,
    )
    assert told == {"read": 10, "created": 1, "updated": 0, "known": 0, "refused": 9}
    reasons = [line.rpartition(",")[2] for line in mover.refused("members")]
    assert reasons[0] == "手机号要是十一位的手机号"
    assert "黑金卡" in reasons[3]
    assert shop.count(Member) == 1


def test_what_looks_like_a_formula_is_a_name_but_never_live_in_the_refusals(
    shop: OpenShop, mover: Mover
) -> None:
    mover.members("=cmd|' /C calc'!A0,13800138000", "=1+1,12345", "@x,+86 999")
    assert shop.one(Person).name == "=cmd|' /C calc'!A0"
    assert [line[:4] for line in mover.refused("members")] == ["'=1+", "'@x,"]
    assert ",'+86 999," in mover.refused("members")[1]


def test_refused_rows_can_be_put_right_and_imported(shop: OpenShop, mover: Mover) -> None:
    mover.members("=王,12345")
    fixed = mover.refused("members")[0].replace("12345", "13800138000")
    assert mover.members(fixed, header="姓名,手机号,行号,没有收下的原因")["created"] == 1
    assert shop.one(Person).name == "=王"
    assert mover.refused("members") == []  # after a clean run there is no such file


@pytest.mark.parametrize("name", ["Robert'); DROP TABLE person;--", "😀张", "O'Neil \\N", "{0} %s"])
def test_any_name_is_kept_as_it_is(shop: OpenShop, mover: Mover, name: str) -> None:
    mover.members(f'"{name}",13800138000')
    assert shop.one(Person).name == name


def test_one_phone_twice_in_a_file_is_one_member(shop: OpenShop, mover: Mover) -> None:
    told = mover.members("王姐,13800138000", "王姐,138 0013 8000", "别人,13800138000")
    assert (told["created"], told["known"], told["refused"]) == (1, 1, 1)
    assert "第2行已经有这个手机号" in mover.refused("members")[0]


def test_a_dry_run_says_the_same_and_changes_nothing(shop: OpenShop, mover: Mover) -> None:
    rows = ("王姐,13800138000", "坏,1")
    tried = mover.members(*rows, dry_run=True)
    assert shop.count(Person) == 0
    assert mover.members(*rows) == tried


def test_a_file_fills_in_what_is_missing_and_corrects_what_nobody_proved(
    shop: OpenShop, mover: Mover
) -> None:
    mover.members("王", "13800138000")
    mover.members("王芳,13800138000")
    told = mover.members("王小芳,13800138000,05-01,银卡,", header=FULL)
    assert told["updated"] == 1
    assert shop.one(Person).name == "王小芳"
    assert (shop.one(Member).level, shop.one(Member).birthday_md) == ("silver", 501)


def test_what_she_proved_to_be_hers_a_file_does_not_change(
    shop: OpenShop, mover: Mover, till: Till
) -> None:
    shop.member(WANG)
    till.checks(till.code_of(WANG), WANG_PHONE)
    told = mover.members(f"别的名字,{WANG_PHONE},05-01,,", header=FULL)
    assert told["updated"] == 1
    assert shop.person(WANG).name == "王姐"
    assert shop.one(Member).birthday_md == 501


def test_a_level_never_goes_down_by_file(shop: OpenShop, mover: Mover) -> None:
    mover.members("王姐,13800138000,,金卡,", header=FULL)
    assert mover.members("王姐,13800138000,,银卡,", header=FULL)["known"] == 1
    assert shop.one(Member).level == "gold"


def test_who_left_by_her_own_wish_is_not_brought_back(shop: OpenShop, mover: Mover) -> None:
    mover.members("王姐,13800138000")
    with shop.bot.database.transaction() as db:
        db.get_one(Member, shop.one(Member).person_id).status = "closed"
    assert mover.members("王姐,13800138000")["refused"] == 1
    assert shop.one(Member).status == "closed"


def test_who_proves_her_phone_keeps_what_the_file_knew(
    shop: OpenShop, mover: Mover, till: Till
) -> None:
    mover.members(f"王姐,{WANG_PHONE},农历八月十五,金卡,1280", header=FULL)
    shop.member(WANG)
    till.checks(till.code_of(WANG), WANG_PHONE)
    (member,) = shop.rows(Member, Member.person_id == shop.person(WANG).id)
    assert (member.level, member.birthday_calendar) == ("gold", "lunar")
    assert till.account(WANG) == (1280, 0)
    assert mover.members(f"王姐,{WANG_PHONE},农历八月十五,金卡,1280", header=FULL)["known"] == 1
    assert till.account(WANG) == (1280, 0)


def test_a_mail_address_comes_without_a_yes_to_mail(shop: OpenShop, mover: Mover) -> None:
    rows = ("王芳,13800138000,Fang@example.com", "李雷,13911112222,fang.example")
    assert mover.members(*rows, header="姓名,手机号,邮箱")["refused"] == 1
    assert shop.one(Person).email == "Fang@example.com"
    assert shop.count(Consent) == 0
