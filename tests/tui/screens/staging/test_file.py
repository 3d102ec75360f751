"""Which file is taken in: listed, narrowed, completed, walked to."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.campaign.campaign import Campaign
from tests.support.keys import keys, type_text
from tests.support.made_files import ledger, tr
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tests.support.staging import ROW, done
from tui.person_files import OwnFiles
from tui.screens.staging.file import ChooseFile, listed
from tui.screens.staging.screen import StagingScreen


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's home, where files come up."""
    home = tmp_path / "home"
    home.mkdir()
    return home


async def test_files_are_listed_narrowed_and_completed(
    campaign: Campaign, make_app: MakeApp, folder: Path
) -> None:
    (folder / "报送").mkdir()
    (folder / "报送" / "附件4台账.docx").write_bytes(ledger(tr(*ROW)))
    for name in ("学习.xlsx", "说明.txt", ".hidden.docx", "~$学习.xlsx", "旧.wps"):
        (folder / name).write_bytes(b"x")
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "4", "ctrl+r")
        text = screen_text(app)
        assert "学习.xlsx" in text
        assert "旧.wps" in text
        assert not any(name in text for name in ("说明", "hidden", "~$"))
        await type_text(pilot, "报")
        assert "学习.xlsx" not in screen_text(app)
        await keys(pilot, "tab")
        assert "报送/" in screen_text(app).splitlines()[3]
        assert "附件4台账.docx" in screen_text(app)
        await keys(pilot, "enter")
        await done(pilot)
        assert isinstance(app.screen, StagingScreen)


async def test_what_is_not_listed_is_said(
    campaign: Campaign, make_app: MakeApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.staging.file.MOST", 3)
    for number in range(5):
        (folder / f"{number}.docx").touch()
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "4", "ctrl+r")
        assert "还有2个较早的没有列出；请输入几个字筛选。" in screen_text(app)
        await type_text(pilot, "4")
        assert "没有列出" not in screen_text(app)
        assert "4.docx" in screen_text(app)


async def test_folders_are_walked_and_paths_typed(
    campaign: Campaign, make_app: MakeApp, folder: Path
) -> None:
    (folder / "报送").mkdir()
    (folder / "报送" / "台账.docx").write_bytes(ledger(tr(*ROW)))
    app = make_app(campaign)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "4", "ctrl+r", "enter")
        assert "台账.docx" in screen_text(app)
        await keys(pilot, "down", "enter")
        assert "报送/" in screen_text(app), "up again"
        await type_text(pilot, "/没有这个文件夹/")
        assert "打不开" in screen_text(app)
        await keys(pilot, "enter", "ctrl+u")
        assert isinstance(app.screen, ChooseFile)
        await type_text(pilot, "~/报送/台账.docx")
        await keys(pilot, "enter")
        await done(pilot)
        assert isinstance(app.screen, StagingScreen)


async def test_the_folder_is_a_setting_and_the_way_up_is_told(
    campaign: Campaign, make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "台账.csv").write_text("x")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.9 22")
    monkeypatch.setenv("USER", "lm")
    app = make_app(campaign, imports=str(tmp_path / "in"))
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "4", "ctrl+r")
        assert "台账.csv" in screen_text(app)
        assert "lm@192.0.2.9:" in screen_text(app).replace("\n", "").replace(" ", "")


def test_a_folder_is_listed_newest_first_and_its_names_are_only_names(tmp_path: Path) -> None:
    import os

    for place, name in enumerate(("旧.docx", "新\x1b[31m.docx", "坏\udcff.docx")):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (place, place))
    (tmp_path / "夹").mkdir()
    (tmp_path / "断.docx").symlink_to(tmp_path / "没有")
    found, why = listed(OwnFiles(tmp_path), tmp_path, "")
    assert [entry.path.name for entry in found] == ["坏\udcff.docx", "新\x1b[31m.docx", "旧.docx", "夹"]
    assert why == ""
    assert [entry.path.name for entry in listed(OwnFiles(tmp_path), tmp_path, "xin")[0]] == [
        "新\x1b[31m.docx"
    ]
    assert listed(OwnFiles(tmp_path), tmp_path / "没有", "")[1]
