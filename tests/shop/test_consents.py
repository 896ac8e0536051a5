"""What she agrees to while she registers is what is kept, and nothing else."""

import pytest

from bot.shop.consent.models import Consent
from tests.people import LI, OpenShop

REGISTERS = ("办会员", "小李", "{consent}", "13911112222")


def granted(shop: OpenShop) -> set[str]:
    return {row.purpose for row in shop.rows(Consent, Consent.granted)}


@pytest.mark.parametrize("none", ["都不要", "不用了", "两样都不要，谢谢"])
def test_who_wants_nothing_is_not_asked_about_promotion_and_gets_none(
    shop: OpenShop, none: str
) -> None:
    li = shop.phone(LI)
    heard = [li.says(words.format(consent=none)) for words in REGISTERS]
    assert "办好了" in str(heard[-1])
    assert "优惠" not in str(heard[2])
    assert granted(shop) == set()
    assert shop.count(Consent) == 6  # her no is kept too


@pytest.mark.parametrize("one", ["只要服务通知", "只要关怀"])
def test_who_wants_one_thing_is_asked_about_promotion_apart(shop: OpenShop, one: str) -> None:
    li = shop.phone(LI)
    heard = [li.says(words.format(consent=one)) for words in REGISTERS]
    assert "优惠" in str(heard[2])
    assert "办好了" not in str(heard[-1])


@pytest.mark.parametrize(("answer", "kept"), [("要", {"care"}), ("不要", set())])
def test_who_never_agreed_is_asked_when_she_wants_care_back(
    shop: OpenShop, answer: str, kept: set[str]
) -> None:
    li = shop.phone(LI)
    heard = [li.says(words.format(consent="都不要")) for words in (*REGISTERS, "不用", "恢复关怀")]
    assert "要" in str(heard[-1])
    assert granted(shop) == set()
    li.says(answer)
    assert granted(shop) == kept
