"""Property tests share the machine with the rest of the suite, so they are not timed one by one."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from forms.loading import SHIPPED, shipped_packs

settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped pack, to be spoilt."""
    return Path(shutil.copytree(shipped_packs()[SHIPPED], tmp_path / SHIPPED))
