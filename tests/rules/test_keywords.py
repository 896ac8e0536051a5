"""What a key of a template may hold: cut where that is allowed, else refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechat.keywords import KINDS, Unfit, fit
from simulator.keywords import takes


@pytest.mark.parametrize(
    ("key", "value", "held"),
    [
        ("thing1", "手链断了", "手链断了"),
        ("thing1", "手链断了\n\n又断了", "手链断了 又断了"),
        ("thing1", "好" * 20, "好" * 20),
        ("thing1", "好" * 21, "好" * 19 + "…"),
        ("thing1", "  手链\x00断了\u200b ", "手链 断了"),
        ("name2", "欧阳娜娜", "欧阳娜娜"),
        ("name2", "买买提" * 4, "买买提" * 3 + "…"),
        ("name2", "Alexandra Wang", "Alexandra Wang"),
        ("name2", "Alexandra Constantinople", "Alexandra Constantin"),
        ("name2", "王 Amy", "王Amy"),
        ("character_string3", "6831 7740 1956", "683177401956"),
        ("phrase4", "已约好", "已约好"),
        ("number5", "-12.50", "-12.50"),
        ("number5", "1,280", "1280"),
        ("amount6", "¥1948.00元", "¥1948.00元"),
        ("time7", "2026年11月28日 15:00", "2026年11月28日 15:00"),
        ("date8", "2026年11月28日", "2026年11月28日"),
        ("phone_number9", "+86-21 6218-0618", "+86-21 6218-0618"),
        ("car_number1", "沪A12345", "沪A12345"),
        ("letter2", "ABC", "ABC"),
        ("symbol3", "！！", "！！"),
    ],
)
def test_a_value_that_fits_is_kept(key: str, value: str, held: str) -> None:
    assert fit(key, value) == held


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("thing1", ""),
        ("thing1", " \n\u200b"),
        ("phrase4", "已经约好了啊"),
        ("phrase4", "OK"),
        ("character_string3", "单号18"),
        ("character_string3", "x" * 33),
        ("number5", "一千"),
        ("number5", "1" * 33),
        ("amount6", "约两百元"),
        ("amount6", "12345678901"),
        ("time7", "今天下午"),
        ("phone_number9", "请打总机"),
        ("phone_number9", "1" * 18),
        ("letter2", "字"),
    ],
)
def test_what_must_be_whole_is_refused(key: str, value: str) -> None:
    with pytest.raises(Unfit, match=key):
        fit(key, value)


@pytest.mark.parametrize("key", ["first", "keyword1", "thing", "remark", "1", "thing1x", ""])
def test_a_key_of_no_known_type_is_refused(key: str) -> None:
    with pytest.raises(Unfit, match="is no key"):
        fit(key, "您好")


def test_the_refusal_does_not_tell_what_she_said() -> None:
    with pytest.raises(Unfit) as refused:
        fit("phone_number1", "我住南京西路")
    assert "南京西路" not in str(refused.value)


@given(kind=st.sampled_from(sorted(KINDS)), value=st.text(max_size=60))
def test_wechat_takes_whatever_we_let_through(kind: str, value: str) -> None:
    try:
        held = fit(f"{kind}1", value)
    except Unfit:
        return
    assert takes(f"{kind}1", held)
