"""What tests of packs share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from forms.loading import SHIPPED, shipped_packs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped pack, to be spoilt."""
    return Path(shutil.copytree(shipped_packs()[SHIPPED], tmp_path / SHIPPED))
