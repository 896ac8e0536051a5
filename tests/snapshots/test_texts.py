"""Who changes a text sees in the same change how it reads."""

from tests.snapshots import FILE, snapshot


def test_the_page_of_all_texts_is_up_to_date() -> None:
    written = FILE.read_text(encoding="utf-8")
    assert written == snapshot(), "python -m tests.snapshots writes it anew"
