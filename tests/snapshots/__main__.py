"""Write the page of all texts anew."""

from tests.snapshots import FILE, snapshot

if __name__ == "__main__":
    FILE.write_text(snapshot(), encoding="utf-8")
