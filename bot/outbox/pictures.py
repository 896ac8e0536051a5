"""Pictures that are drawn when they are sent: codes as QR and bar code, a sheet of gifts."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.texts import CONTENT

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH = 600
MARGIN = 40
GIFTS = CONTENT / "gifts"
GAP, BADGE = 12, 52
PAPER, INK = "#f4f1ec", "#3c3732"


def draw(picture: dict[str, Any]) -> bytes:
    """Return a picture as PNG bytes; `kind` says which, the rest is what it shows."""
    return _png(_PICTURES[picture["kind"]](picture))


def _code(picture: dict[str, Any]) -> "Image":
    """Draw a card with QR code, bar code (Code 128) and the digits in groups of four."""
    import segno
    from barcode.codex import Code128
    from barcode.writer import ImageWriter
    from PIL import Image

    code = str(picture["code"])
    qr_file = io.BytesIO()
    segno.make(code, error="m", micro=False).save(qr_file, kind="png", scale=14, border=1)
    shown = " ".join(code[at : at + 4] for at in range(0, len(code), 4))
    options: dict[str, Any] = {
        "module_height": 14,
        "module_width": 0.34,
        "font_size": 9,
        "text_distance": 4,
    }
    writer = ImageWriter()  # type: ignore[misc]  # it is None only without Pillow
    bars: Image.Image = Code128(code, writer=writer).render(options, text=shown)
    qr = Image.open(qr_file).convert("RGB")
    qr = qr.resize((WIDTH - 4 * MARGIN, WIDTH - 4 * MARGIN), Image.Resampling.NEAREST)
    bars = bars.resize((WIDTH - 2 * MARGIN, bars.height * (WIDTH - 2 * MARGIN) // bars.width))
    card = Image.new("RGB", (WIDTH, qr.height + bars.height + 3 * MARGIN), "white")
    card.paste(qr, ((WIDTH - qr.width) // 2, MARGIN))
    card.paste(bars, (MARGIN, qr.height + 2 * MARGIN))
    return card


def _gifts(picture: dict[str, Any]) -> "Image":
    """Draw gifts on one sheet, numbered as in the text; one alone fills it."""
    from PIL import Image

    files = [name and GIFTS / name for name in picture["files"]]
    across = 1 if len(files) == 1 else 2
    side = (WIDTH - (across + 1) * GAP) // across
    down = -(-len(files) // across)
    sheet = Image.new("RGB", (WIDTH, down * (side + GAP) + GAP), PAPER)
    for place, file in enumerate(files):
        tile = _tile(file, side, number=place + 1 if across > 1 else None)
        row, column = divmod(place, across)
        sheet.paste(tile, (GAP + column * (side + GAP), GAP + row * (side + GAP)))
    return sheet


def _tile(file: Path | None, side: int, *, number: int | None) -> "Image":
    """Draw one gift; one without a picture is an empty place with its number."""
    from PIL import Image, ImageDraw, ImageFont

    tile = Image.new("RGB", (side, side), "white")
    if file and file.exists():
        tile = Image.open(file).convert("RGB").resize((side, side), Image.Resampling.LANCZOS)
    if number is not None:
        pen = ImageDraw.Draw(tile)
        pen.ellipse((GAP, GAP, GAP + BADGE, GAP + BADGE), fill=INK)
        middle = (GAP + BADGE / 2, GAP + BADGE / 2)
        font = ImageFont.load_default(BADGE * 0.62)
        pen.text(middle, str(number), fill="white", font=font, anchor="mm")
    return tile


def _png(image: "Image") -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


_PICTURES = {"member_code": _code, "shown_code": _code, "gifts": _gifts}
