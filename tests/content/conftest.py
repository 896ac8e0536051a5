"""Texts to break."""

from pathlib import Path

import pytest

from tests.content.broken import copied


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Give a copy of the shop's texts."""
    return copied(tmp_path)
