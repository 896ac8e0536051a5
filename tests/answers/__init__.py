"""What customers answer, as they type: in haste, in full width, in traditional characters."""


def rows(table: str) -> list[str]:
    """Return the answers of a table, which stand apart by two spaces or on lines of their own."""
    return [said for line in table.splitlines() for said in line.strip().split("  ") if said]
