"""The program on terminals, as in ``tests/pty``."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.drafts import DraftBox
from tests.support.programs import campaign, home, start

__all__ = ["box", "campaign", "home", "start"]


@pytest.fixture
def box(home: Path) -> DraftBox:
    """Where the person's drafts are."""
    return DraftBox(home / ".local" / "state" / "taizhang" / "drafts")
