"""Behind the gate every picker opens what lies in the person's two folders, and nothing else the account can
read; exports go there, and through no link."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from store.campaign.campaign import Campaign
from store.campaign.materials import material
from store.campaign.records import list_records
from store.campaign.submissions import find_obligation
from store.own_files import GATE
from tests.support.keys import keys, paste, settle, type_text
from tests.support.made_files import ledger, tr
from tests.support.pictures import picture
from tests.support.screens import MakeApp
from tests.support.snapshots import screen_text
from tests.support.staging import ROW, done
from tui.app import TaizhangApp
from tui.person_files import GatedFiles
from tui.screens.material.screen import MaterialScreen
from tui.screens.staging.file import ChooseFile
from tui.screens.staging.screen import StagingScreen

REFUSED = "这里只能打开“上传”和“导出”两个文件夹里的文件"


@pytest.fixture
def exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The top of the file port, with the two folders; the session is behind the gate."""
    monkeypatch.setenv(GATE, "1")
    top = tmp_path / "files"
    for name in ("导出", "上传"):
        (top / name).mkdir(parents=True)
    return top


@pytest.fixture
def app(campaign: Campaign, make_app: MakeApp, exchange: Path) -> TaizhangApp:
    return make_app(campaign, exports=str(exchange / "导出"))


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """What the account can read and the person must not see."""
    folder = tmp_path / "units"
    folder.mkdir()
    (folder / "b.jpg").write_bytes(picture())
    (folder / "名册.docx").write_bytes(ledger(tr(*ROW)))
    return folder


PICKERS = {
    "import": ("4", "ctrl+r"),
    "photograph": ("5", "enter", "ctrl+n"),
    "file": ("5", "enter", "ctrl+r"),
}
NAMES = {"import": "名册.docx", "photograph": "b.jpg", "file": "名册.docx"}


def written(c: Campaign) -> list[object]:
    found = material(c, find_obligation(c, "u1", "research-report"))
    return [*found.attachments, *list_records(c, "ledger")]


async def pick(app: TaizhangApp, picker: str, typed: str) -> str:
    """What the screen says after that path was put in and taken."""
    async with app.run_test(size=(100, 30)) as pilot:
        await keys(pilot, *PICKERS[picker])
        assert isinstance(app.screen, ChooseFile)
        await paste(pilot, typed)
        await keys(pilot, "enter")
        await done(pilot) if isinstance(app.screen, StagingScreen) else await settle(pilot)
        text = screen_text(app).replace("\n", "")
        if not isinstance(app.screen, ChooseFile):
            await keys(pilot, "enter", "f2")
            text += screen_text(app)
        return text


def climbing(secret: Path) -> str:
    return f"../../{secret.name}/"


def from_the_top(secret: Path) -> str:
    return f"{secret}/"


def from_the_home(secret: Path) -> str:
    (Path.home()).mkdir(exist_ok=True)
    return f"~/../{secret.name}/"


@pytest.mark.parametrize("picker", PICKERS)
@pytest.mark.parametrize("way", [climbing, from_the_top, from_the_home])
async def test_a_path_to_elsewhere_is_refused(
    app: TaizhangApp, campaign: Campaign, secret: Path, picker: str, way: Callable[[Path], str]
) -> None:
    said = await pick(app, picker, way(secret) + NAMES[picker])
    assert REFUSED in said
    assert "上传" in said
    assert written(campaign) == []


def a_link(here: Path, target: Path) -> None:
    here.symlink_to(target)


def a_hard_link(here: Path, target: Path) -> None:
    here.hardlink_to(target)


def a_pipe(here: Path, target: Path) -> None:
    os.mkfifo(here)


def a_link_to_its_folder(here: Path, target: Path) -> None:
    (here.parent / "夹").symlink_to(target.parent)


PLANTED: list[Callable[[Path, Path], None]] = [a_link, a_hard_link, a_pipe, a_link_to_its_folder]


@pytest.mark.parametrize("picker", PICKERS)
@pytest.mark.parametrize("plant", PLANTED)
async def test_what_was_planted_is_neither_listed_nor_taken(
    app: TaizhangApp,
    campaign: Campaign,
    exchange: Path,
    secret: Path,
    picker: str,
    plant: Callable[[Path, Path], None],
) -> None:
    name = NAMES[picker]
    plant(exchange / "上传" / name, secret / name)
    linked = plant is a_link_to_its_folder
    files = GatedFiles(exchange / "导出", exchange / "上传")
    assert list(files.entries(exchange / "上传")) == []
    said = await pick(app, picker, f"{exchange / '上传'}/{'夹/' if linked else ''}{name}")
    assert "已加上" not in said
    assert written(campaign) == []


@pytest.mark.parametrize("picker", PICKERS)
async def test_what_was_brought_is_taken(app: TaizhangApp, exchange: Path, secret: Path, picker: str) -> None:
    name = NAMES[picker]
    (exchange / "上传" / "夹").mkdir()
    (exchange / "上传" / "夹" / name).write_bytes((secret / name).read_bytes())
    async with app.run_test(size=(100, 30)) as pilot:
        await keys(pilot, *PICKERS[picker], "enter")
        assert name in screen_text(app)
        await keys(pilot, "enter")
        if picker == "import":
            await done(pilot)
            assert isinstance(app.screen, StagingScreen)
        else:
            await keys(pilot, *(("enter",) if picker == "photograph" else ()))
            assert isinstance(app.screen, MaterialScreen)
            assert f"已加上：{name}" in screen_text(app)


async def test_there_are_two_folders_and_nothing_above_them(app: TaizhangApp, exchange: Path) -> None:
    (exchange / "别的").mkdir()
    (exchange / "导出" / "旧.docx").write_bytes(b"x")
    async with app.run_test(size=(100, 30)) as pilot:
        await keys(pilot, "4", "ctrl+r")
        assert "上一级文件夹" in screen_text(app)
        await keys(pilot, "enter")
        text = screen_text(app)
        assert "上传/" in text
        assert "导出/" in text
        assert "别的" not in text
        assert "上一级文件夹" not in text
        await type_text(pilot, "导")
        await keys(pilot, "enter")
        assert "旧.docx" in screen_text(app)


@pytest.mark.parametrize("swap", ["the file", "its folder"])
async def test_a_name_swapped_for_a_link_after_it_was_chosen_is_not_read(
    app: TaizhangApp, campaign: Campaign, exchange: Path, secret: Path, swap: str
) -> None:
    """The caption is asked for between choosing and reading."""
    folder = exchange / "上传" / "夹"
    folder.mkdir()
    (folder / "b.jpg").write_bytes(picture())
    async with app.run_test(size=(100, 30)) as pilot:
        await keys(pilot, "5", "enter", "ctrl+n", "enter", "enter")
        assert "照片说明" in screen_text(app)
        if swap == "the file":
            (folder / "b.jpg").unlink()
            (folder / "b.jpg").symlink_to(secret / "b.jpg")
        else:
            folder.rename(folder.with_name("旧"))
            folder.symlink_to(secret)
        await keys(pilot, "enter")
        assert "没有读入；请把文件传到“上传”文件夹" in screen_text(app).replace("\n", "")
    assert written(campaign) == []


async def test_an_export_goes_through_no_link(app: TaizhangApp, exchange: Path, secret: Path) -> None:
    (exchange / "导出").rmdir()
    (exchange / "导出").symlink_to(secret)
    before = sorted(secret.iterdir())
    async with app.run_test(size=(100, 30)) as pilot:
        await keys(pilot, "4", "f5")
        await settle(pilot)
        assert "不是文件夹" in "".join(screen_text(app).split())
    assert sorted(secret.iterdir()) == before


def test_a_file_that_is_too_large_is_refused_unread(exchange: Path) -> None:
    from forms.errors import BadInput

    path = exchange / "上传" / "大.csv"
    with path.open("wb") as file:
        file.truncate(40 * 10**9)
    files = GatedFiles(exchange / "导出", exchange / "上传")
    with pytest.raises(BadInput, match="太大"):
        files.read(path, 1000, "太大")


def test_an_export_folder_that_becomes_a_link_while_writing_gets_nothing(
    exchange: Path, secret: Path
) -> None:
    from exports.files import write_file
    from forms.errors import NotWritten
    from store.exports_folder import ready

    folder = ready(exchange / "导出")
    folder.rmdir()
    folder.symlink_to(secret)
    with pytest.raises(NotWritten):
        write_file(folder / "x.docx", b"x")
    assert not (secret / "x.docx").exists()
