"""What is opened beneath a folder lies there, is what its name says, and does not block."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import kernel
from store.beneath import make_beneath, open_beneath, open_file_beneath, place
from store.files import read_all


@pytest.fixture(params=["in one call", "part by part"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways must refuse the same."""

    def none(number: int, *arguments: object) -> int:
        raise OSError(errno.ENOSYS, "")

    if request.param == "part by part":
        monkeypatch.setattr(kernel, "call", none)
    else:
        try:
            os.close(kernel.call(kernel.OPENAT2, os.open("/", os.O_RDONLY), b"tmp", bytes(24), 24))
        except OSError as error:
            pytest.skip(f"no openat2 here: {error.strerror}")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    top = tmp_path / "top"
    (top / "a" / "b").mkdir(parents=True)
    (top / "file").write_text("mine")
    (top / "a" / "b" / "文件 1").write_text("deep")
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_text("secret")
    return top


@pytest.fixture
def folder(top: Path) -> Iterator[int]:
    with place(top) as descriptor:
        yield descriptor


def read(folder: int, path: str) -> str:
    descriptor = open_file_beneath(folder, path)
    try:
        return read_all(descriptor).decode()
    finally:
        os.close(descriptor)


def test_what_lies_there_is_read(folder: int) -> None:
    assert (read(folder, "file"), read(folder, "a/b/文件 1")) == ("mine", "deep")
    descriptor = open_beneath(folder, ".", os.O_RDONLY | os.O_DIRECTORY)
    assert os.path.samestat(os.fstat(descriptor), os.fstat(folder))
    os.close(descriptor)


@pytest.mark.parametrize(
    "path",
    [
        "..",
        "../secret",
        "a/../file",
        "a/../../secret",
        "/etc/passwd",
        "/proc/self/environ",
        "./file",
        "a//b",
        "",
    ],
)
def test_no_name_leads_up_or_begins_elsewhere(folder: int, path: str) -> None:
    with pytest.raises(OSError, check=lambda error: error.errno == errno.EXDEV):
        open_beneath(folder, path, os.O_RDONLY)


def links(top: Path) -> dict[str, str]:
    """Each link, and the path that goes by it."""
    (top / "file-link").symlink_to(top.parent / "secret")
    (top / "near-link").symlink_to("file")
    (top / "folder-link").symlink_to(top.parent / "outside")
    (top / "a" / "up").symlink_to("../..")
    (top / "magic").symlink_to("/proc/self/root")
    (top / "loop").symlink_to("loop")
    return {
        "file-link": "file-link",
        "near-link": "near-link",
        "folder-link": "folder-link/secret",
        "up": "a/up/secret",
        "magic": "magic/etc/passwd",
        "loop": "loop",
    }


@pytest.mark.parametrize("name", ["file-link", "near-link", "folder-link", "up", "magic", "loop"])
def test_no_link_is_followed(top: Path, folder: int, name: str) -> None:
    path = links(top)[name]
    with pytest.raises(OSError, check=lambda error: error.errno in (errno.ELOOP, errno.ENOTDIR)):
        open_file_beneath(folder, path)


def test_a_link_in_the_place_of_the_folder_is_not_followed(top: Path) -> None:
    top.rename(top.with_name("aside"))
    top.symlink_to(top.with_name("outside"))
    with pytest.raises(OSError, check=lambda error: error.errno in (errno.ELOOP, errno.ENOTDIR)), place(top):
        pass


def test_a_folder_swapped_for_a_link_meanwhile_is_not_followed(top: Path, folder: int) -> None:
    """The folder that was opened stays the one that is looked in."""
    aside = top.with_name("aside")
    top.rename(aside)
    top.symlink_to(top.with_name("outside"))
    assert read(folder, "file") == "mine"
    with pytest.raises(FileNotFoundError):
        read(folder, "secret")
    (aside / "a").rename(aside / "old")
    (aside / "a").symlink_to(top.with_name("outside"))
    with pytest.raises(OSError, check=lambda error: error.errno in (errno.ELOOP, errno.ENOTDIR)):
        read(folder, "a/secret")


def test_a_second_link_is_refused(top: Path, folder: int) -> None:
    (top / "other").hardlink_to(top.parent / "secret")
    with pytest.raises(OSError, check=lambda error: error.errno == errno.EMLINK):
        open_file_beneath(folder, "other")


def test_a_pipe_neither_hangs_nor_is_read(top: Path, folder: int) -> None:
    os.mkfifo(top / "pipe")
    with pytest.raises(OSError, check=lambda error: error.errno == errno.ENXIO):
        open_file_beneath(folder, "pipe")
    with pytest.raises(OSError, check=lambda error: error.errno == errno.ENXIO):
        open_file_beneath(folder, "a")


def test_nothing_stays_open_after_a_refusal(top: Path, folder: int) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for path in ("..", "a/none/x", "a", *links(top).values()):
        with pytest.raises(OSError):  # noqa: PT011
            open_file_beneath(folder, path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_nul_is_refused(folder: int) -> None:
    with pytest.raises(ValueError, match="null"):
        open_beneath(folder, "a\0b", os.O_RDONLY)


def test_folders_are_made_on_the_way_and_not_through_links(top: Path, folder: int) -> None:
    os.close(make_beneath(folder, "new/deep"))
    assert (top / "new").stat().st_mode & 0o777 == 0o700
    os.close(make_beneath(folder, "new/deep"))
    links(top)
    for path in ("folder-link/x", "near-link/x", "folder-link"):
        with pytest.raises(OSError):  # noqa: PT011
            make_beneath(folder, path)
    assert sorted(entry.name for entry in (top.parent / "outside").iterdir()) == ["secret"]
