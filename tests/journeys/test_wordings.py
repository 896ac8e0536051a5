"""Which words are chosen: of her trade, for her item and month, and none twice within a year."""

from pathlib import Path

import pytest

from bot.journeys.wordings import Item, Wordings
from bot.texts import TextError, Texts

RING = Item("18K金钻戒", "戒指")
PEARLS = Item("淡水珍珠项链", "项链")
SAYS = {
    "knowledge.tip_receipt": ("小票拍一张。",),
    "jewellery.knowledge_tip_silver": ("银饰常戴不容易黑。",),
    "jewellery.knowledge_tip_pearl": ("珍珠怕汗。",),
    "jewellery.knowledge_tip_rain": ("梅雨天首饰收干燥。",),
    "jewellery.cleaning_one_shine": ("{item}拿来擦擦。",),
    "jewellery.cleaning_several_all": ("几件一起带来。",),
}
ABOUT = """
[about]
knowledge_tip_pearl = { goods = ["珍珠"] }
knowledge_tip_rain = { months = [6, 7] }
"""


@pytest.fixture
def wordings(tmp_path: Path) -> Wordings:
    """A jeweller's few words."""
    (tmp_path / "jewellery.toml").write_text(ABOUT, encoding="utf-8")
    return Wordings(Texts(SAYS), "jewellery", tmp_path)


def chosen(
    wordings: Wordings,
    *items: Item,
    pools: tuple[str, ...] = ("tip",),
    journey: str = "knowledge",
    month: int = 1,
    used: tuple[str, ...] = (),
) -> str | None:
    found = wordings.choose(journey, pools, items=items, month=month, used=used, seed=0)
    return found.key if found else None


def test_what_is_for_her_item_goes_before_what_is_for_everybody(wordings: Wordings) -> None:
    assert chosen(wordings, PEARLS) == "jewellery.knowledge_tip_pearl"
    assert chosen(wordings, RING) == "jewellery.knowledge_tip_silver"


def test_what_is_for_some_months_is_said_in_them_only(wordings: Wordings) -> None:
    assert chosen(wordings, RING, month=6) == "jewellery.knowledge_tip_rain"
    assert chosen(wordings, RING, month=8) == "jewellery.knowledge_tip_silver"


def test_nothing_is_said_twice(wordings: Wordings) -> None:
    silver, pearl = "jewellery.knowledge_tip_silver", "jewellery.knowledge_tip_pearl"
    assert chosen(wordings, PEARLS, used=(pearl,)) == silver
    assert chosen(wordings, PEARLS, used=(pearl, silver)) is None


def test_another_trade_has_the_words_of_every_shop(tmp_path: Path) -> None:
    assert chosen(Wordings(Texts(SAYS), "furnishing", tmp_path), RING) == "knowledge.tip_receipt"


def test_words_that_name_her_item_need_exactly_one(wordings: Wordings) -> None:
    pools = ("one", "several")
    one = chosen(wordings, RING, pools=pools, journey="cleaning")
    both = chosen(wordings, RING, PEARLS, pools=pools, journey="cleaning")
    assert (one, both) == ("jewellery.cleaning_one_shine", "jewellery.cleaning_several_all")


def test_a_text_for_a_month_that_there_is_not_is_a_typing_error(tmp_path: Path) -> None:
    wrong = "[about]\ntip = { months = [13] }\n"
    (tmp_path / "knowledge.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(TextError, match=r"knowledge\.toml: about\.tip"):
        Wordings(Texts({}), "general", tmp_path)
