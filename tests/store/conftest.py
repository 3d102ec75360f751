"""What the store's tests share."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.protocol import Store
from tests.support.checkpoints import written_at_once
from tests.support.implementations import IMPLEMENTATIONS, Opener

__all__ = ["written_at_once"]


@pytest.fixture(params=sorted(IMPLEMENTATIONS))
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens one more handle on one and the same empty store."""
    return IMPLEMENTATIONS[request.param](tmp_path)


@pytest.fixture
def store(opener: Opener) -> Store:
    return opener()


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that other accounts may look into; pytest keeps its own for this account alone."""
    folder = Path(tempfile.mkdtemp(prefix="taizhang-public-"))
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder)
