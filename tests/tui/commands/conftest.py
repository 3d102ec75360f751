"""A person of their own for each test: no settings, no store, no environment of whoever runs the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Become, Run, run
from tests.support.members import becoming, found_school, give_members


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("TAIZHANG_STORE", "TAIZHANG_CAMPAIGN", "TAIZHANG_TODAY", "TAIZHANG_ORG", "TAIZHANG_EXPORTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    return folder


@pytest.fixture
def school(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A unit (``u1``) with a branch (``u1-01``), on 2021-04-10; the environment says where and when."""
    store = tmp_path / "store"
    monkeypatch.setenv("TAIZHANG_STORE", str(store))
    monkeypatch.setenv("TAIZHANG_TODAY", "2021-04-10")
    assert run("init", "--year", "2021", "--unit", "计算机学院党委").exit_code == 0
    added = run("org", "add", "--set", "name=教工第一党支部", "--set", "level=党支部", "--set", "type=教师")
    assert added.exit_code == 0, added.stderr
    assert added.stdout == "u1-01\n"
    return store


@pytest.fixture
def members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> Path:
    root = tmp_path / "shared"
    found_school(root)
    give_members(root)
    monkeypatch.setenv("TAIZHANG_STORE", str(root))
    return root


@pytest.fixture
def become(members: Path, monkeypatch: pytest.MonkeyPatch) -> Become:
    """``become("branch")``: that account is at the keyboard."""
    return becoming(monkeypatch)


__all__ = ["run"]
