"""What is said: in her script, with names as they are on file."""

import pytest

from bot.dialogue.intents import traditional
from bot.texts import Texts, line

TEXTS = Texts(
    {
        "points.balance": ("{name}，您有{points}分，在{place}都能用。——{guide}",),
        "stores.place": ("{store}，{name}常来的那家",),
    }
)


def test_the_script_she_writes_never_changes_a_name() -> None:
    place = line("stores.place", store="静安店")
    said = line("points.balance", name="范于斗", points="1,280", place=place, guide="钟里")
    assert TEXTS.spelled(traditional).render(said) == (
        "范于斗，您有1,280分，在靜安店，范于斗常來的那家都能用。——钟里"
    )


def test_who_writes_simplified_reads_it_as_it_stands() -> None:
    said = line("stores.place", store="静安店", name="范于斗")
    assert TEXTS.render(said) == "静安店，范于斗常来的那家"


@pytest.mark.parametrize(
    "said", ["plain", "rain", "gift", "plain_later", "rain_later", "gift_later"]
)
@pytest.mark.parametrize("trade", ["clothing", "furnishing", "general"])
def test_the_days_thanks_are_of_the_shops_trade(trade: str, said: str) -> None:
    known = {"name": "王姐", "guide": "周婷"}
    mine, jewels = (
        Texts.load().of_trade(each).render(line(f"thanks.{said}", **known))
        for each in (trade, "jewellery")
    )
    assert mine != jewels
    assert "首饰" not in mine
    assert "擦亮" not in mine


ADVICE = ("any", "warranty", "certificate", "repair")


@pytest.mark.parametrize("trade", ["clothing", "furnishing", "general"])
def test_advice_on_care_is_of_the_shops_trade(trade: str) -> None:
    mine, jewels = (
        {
            said: str(Texts.load().of_trade(each).render(line(f"care_advice.{said}")))
            for said in ADVICE
        }
        for each in (trade, "jewellery")
    )
    assert not any("首饰" in words or "终身" in words for words in mine.values())
    assert all(mine[said] != jewels[said] for said in ("any", "warranty", "certificate"))


@pytest.mark.parametrize("trade", ["jewellery", "clothing", "furnishing", "general"])
def test_no_advice_promises_what_the_shops_file_has_to_say(trade: str) -> None:
    texts = Texts.load().of_trade(trade)
    advice = [
        words for key, said in texts.items() if key.startswith("care_advice.") for words in said
    ]
    assert not [words for words in advice if "，免费的" in words or "终身" in words]
