"""Places for stores: on the disk that tests use, or in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.checkpoints import written_at_once
from tests.support.paths import SCRATCH

__all__ = ["written_at_once"]


@pytest.fixture
def in_memory(tmp_path: Path) -> Iterator[Path]:
    """A folder that no disk is behind, where there is such a place: for tests that many processes save in,
    and that prove nothing about disks. A slow one would make them slow, not better."""
    if SCRATCH is None:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="taizhang-", dir=SCRATCH) as folder:
        yield Path(folder)
