"""Pictures that are drawn when they are sent: the member code as QR and bar code."""

import io
from typing import Any

WIDTH = 600
MARGIN = 40


def draw(picture: dict[str, Any]) -> bytes:
    """Return a picture as PNG bytes; `kind` says which, the rest is what it shows."""
    return _PICTURES[picture["kind"]](picture)


def _member_code(picture: dict[str, Any]) -> bytes:
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
    file = io.BytesIO()
    card.save(file, "PNG", optimize=True)
    return file.getvalue()


_PICTURES = {"member_code": _member_code}
