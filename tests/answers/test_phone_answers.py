"""What she may answer when asked for her mobile number."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.answers import Context, Unclear, phone, spot_phone

NOW = Context(today=date(2026, 11, 22))

ONE_NUMBER = [
    "13800001111",
    " 13800001111 ",
    "138 0000 1111",
    "138-0000-1111",
    "138.0000.1111",
    "138，0000，1111",
    "138、0000、1111",
    "138/0000/1111",
    "138\n0000\n1111",
    "(138)00001111",
    "1 3 8 0 0 0 0 1 1 1 1",
    "138 00001111",
    "13800001111。",
    "１３８００００１１１１",
    "１３８－００００－１１１１",
    "138\u200b0000\u200b1111",
    "+8613800001111",
    "+86 138 0000 1111",
    "+86-138-0000-1111",
    "（+86）13800001111",
    "86 13800001111",
    "8613800001111",
    "0086 13800001111",
    "013800001111",
    "一三八零零零零一一一一",
    "幺三八零零零零幺幺幺幺",
    "一三八 〇〇〇〇 一一一一",
    "壹叁捌零零零零壹壹壹壹",
    "138零零零零1111",
    "1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣0️⃣1️⃣1️⃣1️⃣1️⃣",
    "①③⑧⓪⓪⓪⓪①①①①",
    "١٣٨٠٠٠٠١١١١",
    "我的电话是13800001111",
    "手机13800001111，谢谢",
    "號碼：13800001111",
    "电话：138 0000 1111（微信同号）",
    "微信同号13800001111",
    "王芳13800001111",
    "王一13800001111",
    "丁一 13800001111",
    "13800001111王三",
    "tel:13800001111",
    "Tel 138-0000-1111",
    "No.13800001111",
    "13800001111 13800001111",
    "13800001111,+86 138 0000 1111",
    "13800001111 生日1990.3.5",
    "13800001111，1990-3-5",
    "138 0000 1111，1990-3-5",
    "我35岁，13800001111",
]

UNCLEAR = {
    "1380000111": "phone_digits",
    "138000011112": "phone_digits",
    "138 0000 1111 2": "phone_digits",
    "12800001111": "phone_digits",
    "11111111111": "phone_digits",
    "23800001111": "phone_digits",
    "尾号1111": "phone_digits",
    "138xxxx1111": "phone_digits",
    "138****1111": "phone_digits",
    "一三八零零": "phone_digits",
    "订单号13800001111": "phone_digits",
    "快递单号是13800001111": "phone_digits",
    "SF13800001111": "phone_digits",
    "11010119900307123X": "phone_digits",
    "110101199003071233": "phone_digits",
    "6222 0213 8000 0111 123": "phone_digits",
    "6222021380000111123": "phone_digits",
    "010-62345678": "phone_landline",
    "86-10-62345678": "phone_landline",
    "021-12345678-801": "phone_landline",
    "01062345678": "phone_landline",
    "0755 8234 5678": "phone_landline",
    "（0571）8888-6666": "phone_landline",
    "62345678": "phone_landline",
    "8234567": "phone_landline",
    "400-820-8820": "phone_landline",
    "+852 9123 4567": "phone_foreign",
    "+1 415 555 2671": "phone_foreign",
    "00852-91234567": "phone_foreign",
    "13800001111 13900001111": "phone_two",
    "13800001111或13900001111": "phone_two",
    "138 0000 1111，139 0000 1111": "phone_two",
    "138 0000 1111 139 0000 1111": "phone_two",
    "没有手机": "phone_unclear",
    "你好": "phone_unclear",
    "不给": "phone_unclear",
    "": "phone_unclear",
    "📱": "phone_unclear",
}


@pytest.mark.parametrize("said", ONE_NUMBER)
def test_a_mobile_number_is_read_however_it_is_written(said: str) -> None:
    assert phone(said, NOW) == "13800001111"
    assert spot_phone(said, NOW) == "13800001111"


@pytest.mark.parametrize("said", ["138OOOO1111", "138oooo1111", "l3800001111", "I38OOOOllll"])
def test_letters_typed_for_digits_are_read_but_never_spotted(said: str) -> None:
    assert phone(said, NOW) == "13800001111"
    assert spot_phone(said, NOW) is None


@pytest.mark.parametrize(("said", "key"), UNCLEAR.items())
def test_what_is_no_mobile_number_is_asked_again_with_the_reason(said: str, key: str) -> None:
    with pytest.raises(Unclear) as unclear:
        phone(said, NOW)
    assert unclear.value.key == key


@pytest.mark.parametrize("said", UNCLEAR)
def test_an_order_number_or_a_card_is_never_spotted_as_a_phone(said: str) -> None:
    assert spot_phone(said, NOW) is None


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
punctuation = st.text(" -–—.·,，、。/()（）_~\t\n", max_size=3)


@settings(max_examples=50)
@given(mobiles, st.lists(punctuation, min_size=12, max_size=12))
def test_punctuation_anywhere_leaves_the_number_alone(number: str, marks: list[str]) -> None:
    written = marks[0] + "".join(d + mark for d, mark in zip(number, marks[1:], strict=True))
    assert phone(written, NOW) == number


@settings(max_examples=50)
@given(mobiles, st.sampled_from(["", "+86", "0086 ", "86-", "我的号码是", "王芳 ", "tel:"]))
def test_what_stands_before_the_number_is_left_out(number: str, before: str) -> None:
    assert phone(before + number, NOW) == number


@settings(max_examples=50)
@given(st.from_regex(r"[0-9]{1,30}", fullmatch=True))
def test_digits_are_a_phone_only_when_there_are_eleven(digits: str) -> None:
    found = spot_phone(digits, NOW)
    assert found is None or digits.endswith(found)
    assert found is None or digits[: -len(found)] in {"", "0", "86", "0086"}
