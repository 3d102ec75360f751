"""A shard that is written at every save, for tests of its file."""

from __future__ import annotations

import pytest

from store.shards import opening


@pytest.fixture
def written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However short the journal's tail is."""
    monkeypatch.setattr(opening, "LEAST", 0)
    monkeypatch.setattr(opening, "SHARE", 1 << 40)
