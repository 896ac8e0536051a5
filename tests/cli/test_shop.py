"""The shop's own file, its people, and its menu."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import clock
from bot.settings import Settings
from bot.shop.appointments.queries import next_free
from bot.shop.appointments.rules import Search
from bot.shop.people.actions import meet
from bot.shop.points.actions import earn_points
from bot.shop.staff.models import Staff
from bot.usecases.joining import join_shop
from bot.usecases.visiting import Desk
from bot.wiring import bot_of
from tests.cli.operator import Operator, operator_of
from tests.databases import settings_of
from tests.people import OpenShop
from tests.wechat import WeChat

FILE = Path("content/shop.toml").read_text()
ADD = "staff add --name 周婷 --login zhou --role"


def imported(operator: Operator, folder: Path, text: str) -> tuple[int, str, str]:
    file = folder / "mine.toml"
    file.write_text(text)
    result = operator.types("shop import", str(file))
    return result.exit_code, result.stdout, result.stderr


def test_a_shop_is_imported_and_may_be_imported_again(operator: Operator, tmp_path: Path) -> None:
    first = imported(operator, tmp_path, FILE)
    assert first[0] == 0
    assert first[1].startswith("缘来珠宝: ")
    assert imported(operator, tmp_path, FILE) == first
    code, told, _ = imported(operator, tmp_path, FILE.replace("缘来珠宝", "新店"))
    assert (code, told[:3]) == (0, "新店:")


def test_a_change_is_shown_on_members_before_it_is_saved(
    operator: Operator, tmp_path: Path
) -> None:
    imported(operator, tmp_path, FILE)
    bot = bot_of(operator.app)

    def joins(db: Session) -> None:
        _, person = meet(db, "wechat", "oWang")
        shop = bot.shops.read(db)
        join_shop(db, person, name="王芳", phone="13800001111", agreed={}, shop=shop)
        more: dict[str, Any] = {"kind": "adjust", "source": "t", "about": {}, "expires_on": None}
        earn_points(db, person.id, 150, **more)

    bot.database.run(joins)
    file = tmp_path / "cheaper.toml"
    file.write_text(FILE.replace("points = 200", "points = 150").replace("缘来珠宝", "新店"))
    tried = operator.types("shop import --dry-run", str(file))
    assert "王芳：能换的礼品多了擦银布三件装" in tried.stdout
    assert tried.stdout.strip().endswith("nothing saved")
    assert name_of(operator) == "缘来珠宝"


def test_a_change_of_who_is_there_is_shown_on_times_and_on_visits_that_are_booked(
    operator: Operator, tmp_path: Path
) -> None:
    imported(operator, tmp_path, FILE)
    bot = bot_of(operator.app)

    def books(db: Session) -> None:
        _, person = meet(db, "wechat", "oWang")
        shop = bot.shops.read(db)
        search = Search(shop.service("consultation"), ("静安店",))  # type: ignore[arg-type]
        times = next_free(db, shop, search, clock.today() + timedelta(days=1))
        Desk(db, shop, bot.texts).book(person, search, times[0].starts)

    bot.database.run(books)
    file = tmp_path / "without-limin.toml"
    file.write_text(FILE.replace('skills = ["consultation"]\n', 'skills = ["fitting"]\n'))
    told = operator.types("shop import --dry-run", str(file)).stdout
    assert re.search(r"设计顾问：接下来一周能约的时间，[0-9]+个 → [0-9]+个", told)
    assert "李敏有1个已经约好的时间" in told


def test_a_broken_file_is_told_with_its_line(operator: Operator, tmp_path: Path) -> None:
    code, told, why = imported(operator, tmp_path, FILE.replace('word = "silver"', "word = silver"))
    line = 1 + FILE[: FILE.index('word = "silver"')].count("\n")
    assert (code, told) == (1, "")
    assert f"line {line}" in why


def test_every_wrong_value_is_named_and_nothing_is_taken(
    operator: Operator, tmp_path: Path
) -> None:
    imported(operator, tmp_path, FILE)
    wrong = FILE.replace("per_yuan = 1 ", "per_yuan = -1 ").replace("spend = 3000", 'spend = "x"')
    code, told, why = imported(operator, tmp_path, wrong.replace("缘来珠宝", "新店"))
    assert (code, told) == (1, "")
    assert "points.per_yuan" in why
    assert "levels.1.spend" in why
    assert name_of(operator) == "缘来珠宝"


@pytest.mark.parametrize("text", ["", "\0", "\ufeff", "[shop]\n", "= 1", "x" * 100_000])
def test_what_is_no_shop_file_is_refused(operator: Operator, tmp_path: Path, text: str) -> None:
    code, told, why = imported(operator, tmp_path, text)
    assert (code, told) == (1, "")
    assert "Traceback" not in why


def name_of(operator: Operator) -> str:
    bot = operator.app.extensions["huitouke"]
    with bot.database.reading() as db:
        return str(bot.shops.read(db).shop.name)


def test_somebody_is_added_with_a_password_from_standard_input(operator: Operator) -> None:
    result = operator.types(f"{ADD} guide --store nowhere", stdin="a long password\n")
    assert (result.exit_code, result.stdout) == (0, "周婷 (zhou) may log in as guide\n")
    (row,) = staff_of(operator)
    assert row.password_hash
    assert "password" not in row.password_hash
    assert operator.types(f"{ADD} store_manager", stdin="another password").exit_code == 0
    assert [row.role for row in staff_of(operator)] == ["store_manager"]


@pytest.mark.parametrize(
    ("role", "password", "why"),
    [
        ("guide", "short\n", "密码至少要8个字符"),
        ("guide", "", "密码至少要8个字符"),
        ("guide", "\nin the second line", "密码至少要8个字符"),
        ("owner", "a long password", "没有「owner」这个岗位"),
    ],
)
def test_who_cannot_be_added_is_told_why(
    operator: Operator, role: str, password: str, why: str
) -> None:
    result = operator.types(f"{ADD} {role}", stdin=password)
    assert (result.exit_code, result.stdout) == (1, "")
    assert why in result.stderr
    assert staff_of(operator) == []


def staff_of(operator: Operator) -> list[Staff]:
    return OpenShop(operator.app, operator.app.extensions["huitouke"]).rows(Staff)


def test_the_menu_is_sent(connected: Operator, wechat: WeChat) -> None:
    result = connected.types("menu push")
    assert result.exit_code == 0, result.output
    assert result.stdout == "11 buttons sent; phones show them within five minutes\n"
    (call,) = wechat.calls("/cgi-bin/menu/create")
    assert len(call["body"]["button"]) == 3


def test_a_menu_that_wechat_refuses_is_told(connected: Operator, wechat: WeChat) -> None:
    wechat.breaks("errcode", path="/cgi-bin/menu/create", errcode=40018)
    result = connected.types("menu push")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Error: 40018" in result.stderr


def test_a_menu_that_nobody_takes_is_told(operator: Operator) -> None:
    result = operator.types("menu push")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.stderr


def test_without_an_account_there_is_no_menu(tmp_path: Path) -> None:
    by_mail = settings_of(tmp_path).model_copy(
        update={"wechat_appid": "", "smtp_url": "smtp://mail.example"}
    )
    result = operator_of(by_mail).types("menu push")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "WECHAT_APPID" in result.stderr


@pytest.fixture
def wechat(_simulator: WeChat) -> WeChat:
    """WeChat on its first day."""
    _simulator.sim("POST", "/reset")
    return _simulator


@pytest.fixture
def connected(settings: Settings, wechat: WeChat) -> Operator:
    """The operator of a shop whose WeChat answers."""
    return operator_of(settings.model_copy(update={"wechat_api_base": wechat.url}))
