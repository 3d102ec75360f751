"""members.toml is believed only when nobody but the office can have written it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from forms.errors import NotAllowed
from store.access.members_file import check_members
from store.places import MEMBERS


def test_a_store_without_members(tmp_path: Path) -> None:
    assert check_members(tmp_path) is False
    assert check_members(tmp_path / "none") is False


def test_members_of_the_office(tmp_path: Path) -> None:
    (tmp_path / MEMBERS).touch(0o644)
    assert check_members(tmp_path) is True


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_writable_by_others_is_refused(tmp_path: Path, mode: int) -> None:
    (tmp_path / MEMBERS).touch()
    (tmp_path / MEMBERS).chmod(mode)
    with pytest.raises(NotAllowed, match="chmod") as caught:
        check_members(tmp_path)
    assert caught.value.EXIT_CODE == 6


def test_links_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other").touch(0o644)
    for plant in ((tmp_path / MEMBERS).symlink_to, (tmp_path / MEMBERS).hardlink_to):
        plant(tmp_path / "other")
        with pytest.raises(NotAllowed):
            check_members(tmp_path)
        (tmp_path / MEMBERS).unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to give files away")
def test_belongs_to_root_or_to_the_owner_of_the_store(tmp_path: Path) -> None:
    path = tmp_path / MEMBERS
    path.touch(0o644)
    os.chown(tmp_path, 1234, 1234)
    assert check_members(tmp_path)
    os.chown(path, 1234, 1234)
    assert check_members(tmp_path)
    os.chown(path, 2345, 1234)
    with pytest.raises(NotAllowed, match="属主"):
        check_members(tmp_path)
