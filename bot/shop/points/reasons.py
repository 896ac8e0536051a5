"""Why an entry stands in the ledger, in the customer's words."""

from bot.shop.points.models import PointEntry
from bot.texts import Texts, line


def reason_of(texts: Texts, entry: PointEntry) -> str:
    """Return the sentence of an entry's kind, with the amount of money it came from."""
    yuan, fen = divmod(int(entry.about.get("fen", 0)), 100)
    shown = f"{yuan:,}.{fen:02}" if fen else f"{yuan:,}"
    return texts.render(line(f"points.reason_{entry.kind}", yuan=shown))
