"""A store's own copy of a pack: the year it is for, and nothing overwritten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from forms.errors import BadInput, StoreError
from forms.loading import SHIPPED, load_pack, shipped_packs, write_pack
from forms.pack import Pack
from forms.shift import shift_years
from tests.support.meeting_annex import with_meetings

SOURCE = shipped_packs()[SHIPPED]


def copied(source: Path, target: Path, year: int, title: str = "") -> Pack:
    """The pack in ``source`` for a year, written into ``target``."""
    pack = shift_years(load_pack(source), year)
    pack = msgspec.structs.replace(pack, title=title or pack.title)
    write_pack(pack, target)
    return pack


@pytest.mark.parametrize("year", [2021, 2026, 2024])
def test_the_copy_is_the_pack_of_that_year(tmp_path: Path, year: int) -> None:
    written = copied(with_meetings(tmp_path), tmp_path / "store" / "pack", year, "再学习专项工作")
    expected = shift_years(load_pack(tmp_path / SHIPPED), year)
    read = load_pack(tmp_path / "store" / "pack")
    assert read == written
    assert read.title == "再学习专项工作"
    assert (read.annexes, read.id, read.year) == (expected.annexes, expected.id, year)
    assert type(read.deliverables[0].due) is date


def test_the_copy_keeps_the_title_unless_given_one(tmp_path: Path) -> None:
    assert copied(SOURCE, tmp_path, 2021) == load_pack(SOURCE) == load_pack(tmp_path)


def test_the_copy_is_readable_by_a_person(tmp_path: Path) -> None:
    copied(SOURCE, tmp_path, 2026)
    text = (tmp_path / "annex1.toml").read_text("utf-8")
    assert text.startswith('kind = "schedule"\n')
    assert "due = 2026-03-31" in text
    assert "“再学习、再调研、再落实”调研报告" in text


def test_a_copy_of_a_copy_can_be_moved_on(tmp_path: Path) -> None:
    copied(SOURCE, tmp_path / "a", 2026)
    assert copied(tmp_path / "a", tmp_path / "b", 2027) == shift_years(load_pack(SOURCE), 2027)


def test_a_pack_that_is_there_is_not_overwritten(folder: Path) -> None:
    before = (folder / "pack.toml").read_bytes()
    with pytest.raises(StoreError, match="没有覆盖"):
        copied(SOURCE, folder, 2026)
    assert (folder / "pack.toml").read_bytes() == before


def test_a_copy_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"写不进 .*请检查权限和剩余空间"):
        copied(SOURCE, tmp_path / "file" / "pack", 2026)


def test_a_year_that_cannot_be_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        copied(SOURCE, tmp_path / "pack", 20260)
    assert not (tmp_path / "pack").exists()
