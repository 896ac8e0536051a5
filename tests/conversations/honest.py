"""Texts that hold the shop to its word: what `blanks.toml` promises a text is really given."""

from bot.texts import CONTENT, Line, Rendered, Texts
from bot.texts_check.blanks import Blanks
from bot.texts_check.book import read_texts

KNOWN = Blanks(CONTENT)
TO_STAFF = {text.key: text.reader == "staff" for text in read_texts(CONTENT)[0]}


class HonestTexts(Texts):
    """The shop's texts, each in its first wording, so that a script can be compared.

    A complaint chooses its wordings by itself, the same in every run of a scene.
    """

    @classmethod
    def first_wordings(cls, trade: str) -> "HonestTexts":
        """Read the texts of a shop."""
        return cls(
            {
                key: wordings if key.startswith("complaint.") else wordings[:1]
                for key, wordings in Texts.load().of_trade(trade).items()
            }
        )

    def render(self, said: Line, *, pick: int = 0) -> Rendered:
        """Fill in a text, whose every promised blank must have its value, used or not."""
        promised = KNOWN.examples(said.key, to_staff=TO_STAFF.get(said.key, True))
        missing = promised.keys() - said.values.keys()
        assert not missing, f"blanks.toml promises {said.key} {missing}, and nobody gives it"
        return super().render(said, pick=pick)
