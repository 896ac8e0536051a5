"""What goes with what she has: said by the names of her things, never guessed."""

from pathlib import Path

import pytest

from bot.shop.purchases.fitting import Pair, fitting, read_fits
from bot.texts import TextError
from bot.texts_check.shop_files import fits_faults

FITS = read_fits()


def test_the_same_metal_fits_and_what_she_has_is_not_named() -> None:
    assert fitting(["18K金锁骨链", "18K金手链"], FITS) == [
        *(Pair("18K金", "项链", "耳饰"), Pair("18K金", "手链", "戒指"))
    ]
    assert [pair.fits for pair in fitting(["足金耳环", "足金吊坠"], FITS)] == ["手链"]


@pytest.mark.parametrize(
    "item", ["", "羊绒大衣", "18K金", "项链", "<b>银</b>", "白金项链", "足金" * 60]
)
def test_what_a_name_does_not_say_is_not_guessed(item: str) -> None:
    assert fitting([item], FITS) == []


def test_a_set_is_no_one_kind() -> None:
    assert fitting(["足金项链手链套装"], FITS) == []


def test_a_pair_of_no_kind_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "sheets.toml").write_text('[fits.pairs]\n"项链" = ["帽子"]\n', encoding="utf-8")
    with pytest.raises(TextError, match=r"sheets\.toml: pairs: no kind is called"):
        read_fits(tmp_path)


def test_the_check_of_the_content_finds_a_pair_of_no_kind(tmp_path: Path) -> None:
    wrong = 'to_staff = true\n[fits.pairs]\n"项链" = ["帽子"]\n'
    (tmp_path / "sheets.toml").write_text(wrong, encoding="utf-8")
    (found,) = fits_faults(tmp_path)
    assert (found.line, "帽子" in found.sentence) == (2, True)
    assert list(fits_faults(tmp_path / "nowhere")) == []
