"""Identity-card and bank numbers in a chat are masked, mobiles and orders never."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.answers import spot_id_or_bank

ID, CARD = "［证件号已隐去］", "［卡号已隐去］"


@pytest.mark.parametrize(
    ("said", "kept"),
    {
        "11010519491231002X": ID,
        "11010519491231002x": ID,
        "１１０１０５１９４９１２３１００２Ｘ": ID,
        "110105 19491231 002X": ID,
        "110105-19491231-002X": ID,
        "1101051949\u200b1231002X": ID,
        "110105 1949 1231 002X": ID,
        "440308199901010012": ID,
        "我的身份证11010519491231002X，13800001111": f"我的身份证{ID}，13800001111",
        "13800001111 11010519491231002X": f"13800001111 {ID}",
        "11010519491231002X 13800001111": f"{ID} 13800001111",
        "110105491231002": ID,
        "身份证号110105491231002": f"身份证号{ID}",
        "6222020200112230123": "6222020200112230123",
        "6222020200112230129": CARD,
        "6222 0202 0011 2230 129": CARD,
        "6222-0202-0011-2230-129": CARD,
        "４１１１１１１１１１１１１１１１": CARD,
        "4111 1111 1111 1111": CARD,
        "退到 4111111111111111 工行": f"退到 {CARD} 工行",
        "4111111111111111,5500005555555559": f"{CARD},{CARD}",
        "4111 1111 1111 1111 5500 0055 5555 5559": f"{CARD} {CARD}",
        "4111111111111111 13800001111": f"{CARD} 13800001111",
        "13800001111 4111111111111111": f"13800001111 {CARD}",
    }.items(),
)
def test_identity_and_bank_numbers_are_masked(said: str, kept: str) -> None:
    assert spot_id_or_bank(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "13800001111",
        "138 0000 1111",
        "+86 138-0000-1111",
        "13800001111 13900002222",
        "138 0000 1111 139 0000 2222",
        "8613800001111",
        "13800001111 19900305",
        "138 0000 1111 12345",
        "110105194912310021",
        "990105194912310025",
        "110105194913310025",
        "订单号4111111111111111",
        "快递单号：4111111111111111",
        "SF4111111111111111",
        "1234567890123456",
        "4111111111111111000000",
        "2026-11-22 10:30:00",
        "王芳",
        "",
    ],
)
def test_phones_orders_and_other_numbers_are_kept(said: str) -> None:
    assert spot_id_or_bank(said) == said


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@settings(max_examples=50)
@given(
    mobiles, st.sampled_from(["", "0086 ", "+86", "电话"]), st.sampled_from(["", " ", "，", "-"])
)
def test_a_mobile_number_is_never_masked(number: str, before: str, between: str) -> None:
    grouped = between.join((number[:3], number[3:7], number[7:]))
    assert spot_id_or_bank(before + grouped) == before + grouped


@settings(max_examples=50)
@given(mobiles, st.from_regex(r"[0-9]{4,8}", fullmatch=True))
def test_a_mobile_beside_other_digits_is_never_masked(number: str, other: str) -> None:
    assert number in spot_id_or_bank(f"{number} {other}")
    assert number in spot_id_or_bank(f"{other} {number}")


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_nothing_but_digits_is_ever_replaced(said: str) -> None:
    kept = spot_id_or_bank(said)
    assert kept == said or ID in kept or CARD in kept
