"""What goes with what she has: said by the names of her things, never guessed."""

import re
from pathlib import Path

import pytest

from bot.shop.purchases.fitting import Goes, Pair, fits_of, fitting, read_fits
from bot.texts import TextError
from bot.texts_check.shop_files import fits_faults

GOLD, CLOTHES = fits_of("jewellery"), fits_of("clothing")
JULY, NOVEMBER = 7, 11
STRANGE = '[clothing]\npairs = [{ has = "大衣", fits = "帽子", how = "" }]\n'


def worn_with(item: str, month: int = NOVEMBER) -> list[str]:
    """Return what a piece of clothing goes with."""
    return [pair.fits for pair in fitting([item], CLOTHES, month)]


def test_the_same_metal_fits_and_what_she_has_is_not_named() -> None:
    assert fitting(["18K金锁骨链", "18K金手链"], GOLD, JULY) == [
        *(Pair("18K金", "项链", "耳饰"), Pair("18K金", "手链", "戒指"))
    ]
    assert [pair.fits for pair in fitting(["足金耳环", "足金吊坠"], GOLD, JULY)] == ["手链"]


@pytest.mark.parametrize(
    "item", ["", "羊绒大衣", "18K金", "项链", "<b>银</b>", "白金项链", "足金" * 60, "银项链盒"]
)
def test_what_a_name_does_not_say_is_not_guessed(item: str) -> None:
    assert fitting([item], GOLD, JULY) == []


def test_a_set_is_no_one_kind() -> None:
    assert fitting(["足金项链手链套装"], GOLD, JULY) == []
    assert worn_with("羊毛西装套装") == []


def test_a_coat_is_worn_otherwise_in_winter_than_in_summer() -> None:
    assert worn_with("羊绒大衣") == ["针织衫", "围巾", "西裤"]
    assert worn_with("羊绒大衣", JULY) == []
    assert worn_with("短袖T恤", JULY) == ["开衫", "休闲裤"]


def test_what_she_has_is_not_named_again() -> None:
    both = fitting(["羊绒大衣", "格纹围巾"], CLOTHES, NOVEMBER)
    assert [pair.fits for pair in both] == ["针织衫", "西裤"]


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ("西装裤", "西裤"),
        ("白衬衫裙", "连衣裙"),
        ("羊绒开衫", "开衫"),
        ("男童羽绒服", None),
        ("大衣衣架", None),
        ("毛衣链", None),
        ("18K金项链", None),
    ],
)
def test_a_piece_of_clothing_is_what_its_longest_word_says(item: str, kind: str | None) -> None:
    assert CLOTHES.kind_of(item) == kind


def test_every_pair_of_clothes_says_how_in_one_breath() -> None:
    badly = [pair.how for pair in CLOTHES.pairs if not _reads_well(pair)]
    assert badly == []


def _reads_well(pair: Goes) -> bool:
    """Say whether a hint is short, in Chinese marks, and joins on to the sentence before it."""
    return 10 <= len(pair.how) <= 60 and not re.search(r"[,.!?;:。！\s]", pair.how)


@pytest.mark.parametrize("trade", ["furnishing", "general", "", "nowhere"])
def test_a_trade_without_a_table_is_told_nothing(trade: str) -> None:
    assert fitting(["18K金项链", "羊绒大衣", "银色沙发"], fits_of(trade), NOVEMBER) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (STRANGE, "no kind is called"),
        (STRANGE + '[clothing.kinds]\n"大衣" = ["大衣"]\n"帽子" = ["帽"]\n', "each says how"),
        ('[clothing]\npairs = [{ has = "大衣" }]\n', "Field required"),
        ('[clothing]\npairs = [{ has = "a", fits = "b", months = [13] }]\n', "less than or equal"),
        ("clothing = 1\n", "valid dictionary"),
    ],
)
def test_a_pair_that_can_not_be_used_is_told_with_its_file(
    tmp_path: Path, wrong: str, said: str
) -> None:
    (tmp_path / "fits.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(TextError, match=rf"fits\.toml: clothing.*{said}"):
        read_fits(tmp_path)


def test_the_check_of_the_content_finds_a_pair_of_no_kind(tmp_path: Path) -> None:
    (tmp_path / "fits.toml").write_text("# 配什么\n" + STRANGE, encoding="utf-8")
    (found,) = fits_faults(tmp_path)
    assert (found.file, found.line, "帽子" in found.sentence) == ("fits.toml", 2, True)
    assert list(fits_faults(tmp_path / "nowhere")) == []
