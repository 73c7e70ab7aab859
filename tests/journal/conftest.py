from __future__ import annotations

from pathlib import Path

import pytest

from assistant.journal.journal import Journal


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal of its own, with the usual settings."""
    return Journal.open(tmp_path / "journal.sqlite", keep_text=True, keep_days=90)
