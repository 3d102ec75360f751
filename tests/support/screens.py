"""Screens without a terminal: campaigns in a folder of their own, on 10 April 2021, and the program over
them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.founding import create_store
from store.campaign.organisation_entry import add_organisations
from store.drafts import DraftBox
from store.settings import load_settings
from tests.support.clocks import FixedClock
from tests.support.memory_backend import MemoryBackend
from tui.app import TaizhangApp
from tui.shell import Shell

MakeApp = Callable[..., TaizhangApp]
UNIT = "计算机学院党委"
BRANCHES = (
    {"name": "教工第一党支部", "level": "党支部", "order": "1", "type": "教师", "members": "24"},
    {"name": "2019级本科生党支部", "level": "党支部", "order": "2", "type": "学生", "members": "36"},
)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's home, settings or connection leaks into a test."""
    for name in [name for name in os.environ if name.startswith("TAIZHANG_")] + [
        "SSH_CONNECTION",
        "NO_COLOR",
    ]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def on_disk() -> None:
    """For tests that look at the files of the campaign, or open them from elsewhere."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where the store of this test is."""
    return tmp_path / "store"


@pytest.fixture
def campaign(request: pytest.FixtureRequest, store: Path, clock: FixedClock) -> Campaign:
    """One unit (``u1``) with two branches (``u1-01``, ``u1-02``), nothing filled in. In memory, unless the
    test asks for ``on_disk``."""
    place = store if "on_disk" in request.fixturenames else MemoryBackend()
    opened = open_campaign(place, create_store(place, 2021, UNIT), clock, Actor("test"))
    add_organisations(opened, [{**branch, "parent": "u1"} for branch in BRANCHES])
    opened.done.clear()
    return opened


@pytest.fixture(scope="session")
def school_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional school of ``taizhang demo``, to be copied."""
    from tui.demo.school import found_school

    folder = tmp_path_factory.mktemp("school") / "store"
    found_school(folder)
    return folder


@pytest.fixture
def school(school_folder: Path, store: Path, clock: FixedClock) -> Campaign:
    """That school, this test's own: three units, twelve branches, a month of records."""
    shutil.copytree(school_folder, store)
    return open_campaign(store, None, clock, Actor("test"))


@pytest.fixture
def make_app(tmp_path: Path, store: Path) -> MakeApp:
    """``make_app(campaign, **settings)``: the program, not yet running; None is the first run."""

    def make(campaign: Campaign | None, clock: Any = None, **settings: str) -> TaizhangApp:
        flags = {"exports": str(tmp_path / "out"), **settings}
        box = DraftBox(tmp_path / "drafts")
        return TaizhangApp(Shell(campaign, load_settings(None, flags), box, store=store, clock=clock))

    return make
