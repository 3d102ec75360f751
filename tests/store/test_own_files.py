"""A person's own settings, drafts and crash log: behind the gate no link leads them out of the home, and
nowhere do they hang on a pipe."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from forms.errors import StoreError
from store.drafts import DraftBox
from store.own_files import GATE
from store.places import config_file, state_folder
from store.settings import load_settings
from tui.commands.crash import write_crash_log

PLACE = {"store": "/s", "campaign": "c"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in [name for name in os.environ if name.startswith(("XDG_", "TAIZHANG_"))]:
        monkeypatch.delenv(name)
    return home


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(GATE, "1")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of somebody else's that this account may write to: a unit's, say."""
    folder = tmp_path / "units"
    folder.mkdir()
    return folder


def settings_at(path: Path, text: str = 'theme = "dark"\n') -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_pipe_for_settings_is_refused_and_does_not_hang() -> None:
    config_file().parent.mkdir(parents=True)
    os.mkfifo(config_file())
    with pytest.raises(StoreError, match="不是普通文件"):
        load_settings(None, {})


def test_settings_kept_elsewhere_are_read_through_a_link(elsewhere: Path) -> None:
    settings_at(elsewhere / "config.toml")
    config_file().parent.mkdir(parents=True)
    config_file().symlink_to(elsewhere / "config.toml")
    assert load_settings(None, {}).get("theme") == "dark"


@pytest.mark.usefixtures("gate")
@pytest.mark.parametrize("what", ["a link", "a folder that is a link", "a second link", "a pipe"])
def test_behind_the_gate_they_lie_in_the_home(elsewhere: Path, what: str) -> None:
    settings_at(elsewhere / "config.toml")
    path = config_file()
    if what == "a folder that is a link":
        path.parent.parent.mkdir(parents=True)
        path.parent.symlink_to(elsewhere)
    else:
        path.parent.mkdir(parents=True)
        if what == "a link":
            path.symlink_to(elsewhere / "config.toml")
        elif what == "a second link":
            path.hardlink_to(elsewhere / "config.toml")
        else:
            os.mkfifo(path)
    with pytest.raises(StoreError, match="个人设置"):
        load_settings(None, {})


@pytest.mark.usefixtures("gate")
def test_behind_the_gate_nobody_says_for_themselves_where_files_lie(elsewhere: Path) -> None:
    settings_at(config_file(), f'exports = "{elsewhere}"\ntheme = "dark"\n')
    found = load_settings(None, {})
    assert (found.get("theme"), found.get("exports")) == ("dark", str(Path.home() / "台账导出"))


@pytest.mark.usefixtures("gate")
@pytest.mark.parametrize("part", [".local", ".local/state", ".local/state/taizhang"])
def test_behind_the_gate_drafts_and_crash_logs_lie_in_the_home(
    home: Path, elsewhere: Path, part: str
) -> None:
    (home / part).parent.mkdir(parents=True, exist_ok=True)
    (home / part).symlink_to(elsewhere)
    with pytest.raises(StoreError, match="个人文件夹"):
        state_folder()
    folder = home / ".local" / "state" / "taizhang"
    with pytest.raises(StoreError):
        DraftBox(folder / "drafts").begin(PLACE)
    with pytest.raises(OSError):  # noqa: PT011
        write_crash_log(ValueError(), folder)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.usefixtures("gate")
def test_a_folder_of_drafts_swapped_for_a_link_gets_none(elsewhere: Path) -> None:
    box = DraftBox(state_folder() / "drafts")
    draft = box.begin(PLACE)
    draft.write({"a": "1"})
    box.folder.rename(box.folder.with_name("old"))
    box.folder.symlink_to(elsewhere)
    with pytest.raises(StoreError, match="草稿没有存下"):
        draft.write({"a": "2"})
    assert box.offers() == []
    draft.discard()
    assert list(elsewhere.iterdir()) == []


@pytest.mark.usefixtures("gate")
def test_behind_the_gate_everything_works_in_a_home_as_it_is(home: Path) -> None:
    box = DraftBox(state_folder() / "drafts")
    draft = box.begin(PLACE)
    draft.write({"a": "1"})
    draft.close()
    (offer,) = box.offers()
    assert offer.values == {"a": "1"}
    offer.discard()
    assert box.offers() == []
    assert write_crash_log(ValueError(), state_folder()).is_file()
