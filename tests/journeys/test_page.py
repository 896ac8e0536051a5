"""The page of journeys says what the files say."""

from bot.db import ROOT
from bot.journeys.page import page
from bot.journeys.plans import read_journeys
from bot.journeys.wordings import Wordings
from bot.texts import Texts


def test_the_page_of_journeys_is_written_from_their_files() -> None:
    texts = Texts.load()
    trades = {each: Wordings(texts, each) for each in ("general", "jewellery", "clothing")}
    kept = (ROOT / "docs" / "journeys.md").read_text(encoding="utf-8")
    assert kept == page(read_journeys(), trades)
