"""What tests of access share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.members import School, becoming, found_school, give_members
from tests.support.users import Server, hire, serve


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    """Units jsj and jx with branches, and a members' file that knows office, branch, two, reader, leader,
    nobody, and the group cs."""
    root = tmp_path / "store"
    found_school(root)
    give_members(root)
    return School(root, becoming(monkeypatch))


@pytest.fixture(scope="session")
def hired() -> Iterator[Server]:
    """Real accounts."""
    yield from hire()


@pytest.fixture(scope="session")
def server(hired: Server) -> Server:
    """A store of theirs, for tests that leave it as they found it but for new records."""
    return serve(hired, "common")
