"""What the store's tests share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.protocol import Change, Store, new_id
from tests.store.implementations import IMPLEMENTATIONS, Opener

UNIT = "units/jsj"


@pytest.fixture(params=sorted(IMPLEMENTATIONS))
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens one more handle on one and the same empty store."""
    return IMPLEMENTATIONS[request.param](tmp_path)


@pytest.fixture
def store(opener: Opener) -> Store:
    return opener()


def change(id: str = "", *, base: int = 0, annex: str = "study", org: str = "jsj", **more: Any) -> Change:
    """A change with ``data`` (None deletes), or with one field ``text``."""
    more.setdefault("data", {"text": "赴烈士陵园祭扫"})
    return Change(id=id or new_id(), annex=annex, org=org, base=base, **more)
