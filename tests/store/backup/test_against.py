"""Whoever cuts a journal short or writes it anew, every hash included, is found by any backup from before."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from forms.errors import BadInput, StoreError
from store.backup.against import compare
from store.backup.archive import open_archive
from store.backup.create import back_up
from store.integrity import check_store
from store.shards.chain import Chain
from store.shards.journal import End, line_of, read
from tests.support.backups import as_once, opened
from tests.support.changes import change


@pytest.fixture(params=["now", "once"])
def before(backup: Path, request: pytest.FixtureRequest) -> Path:
    """A backup from before; also as the first version of the program made it."""
    if request.param == "once":
        as_once(backup)
    return backup


def rewrite(unit: Path, **said: object) -> None:
    """Change the first line and every hash after it, and let the program make the shard anew."""
    journal = unit / "journal.jsonl"
    hash_, lines = End().hash, []
    for entry in read(journal.read_bytes(), End(), "x").entries:
        line, hash_ = line_of(structs.replace(entry, actor=said.get("actor", entry.actor)), hash_)
        lines.append(line)
    journal.write_bytes(b"".join(lines))
    (unit / "shard.json").unlink()
    opened(unit.parents[2]).store.query(f"units/{unit.name}")


def test_the_last_line_of_every_journal_is_on_the_list(root: Path, backup: Path) -> None:
    with open_archive(backup) as archive:
        listed = {last.path: last.end for last in archive.manifest.journals}
    journals = {str(path.parent.relative_to(root)): path.read_bytes() for path in root.rglob("journal.jsonl")}
    assert listed == {path: read(content, End(), path).end for path, content in journals.items()}
    assert len(listed) == 3


def test_work_that_went_on_is_no_matter(root: Path, before: Path) -> None:
    assert compare(before, root) == []
    for unit in ("u1", "fl", "new"):
        opened(root).store.apply(f"units/{unit}", [change("x", org=unit)], "lm")
    assert compare(before, root) == []


def test_a_journal_written_anew_with_all_its_hashes(root: Path, before: Path) -> None:
    unit = next(root.glob("*/units/fl"))
    rewrite(unit, actor="nobody")
    opened(root).store.apply("units/fl", [change("x", org="fl")], "lm")
    assert check_store(root) == []  # the chain alone does not tell
    (said,) = compare(before, root)
    assert "units/fl" in said
    assert "改写" in said


def test_a_journal_that_is_shorter(root: Path, before: Path) -> None:
    unit = next(root.glob("*/units/fl"))
    lines = (unit / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (unit / "journal.jsonl").write_bytes(b"".join(lines[:2]))
    (unit / "shard.json").unlink()
    (said,) = compare(before, root)
    assert "units/fl" in said
    assert "截短" in said
    assert f"有{len(lines)}次" in said
    assert "只有2次" in said


@pytest.mark.parametrize("how", ["file", "folder", "link", "holes", "byte"])
def test_a_journal_that_is_gone_or_not_to_be_read(root: Path, before: Path, how: str) -> None:
    unit = next(root.glob("*/units/fl"))
    journal = unit / "journal.jsonl"
    if how == "folder":
        shutil.rmtree(unit)
    elif how == "holes":
        os.truncate(journal, 10)
        os.truncate(journal, 1 << 40)
    elif how == "byte":
        journal.write_bytes(journal.read_bytes().replace(b"study", b"studi", 1))
    else:
        journal.unlink()
    if how == "link":
        journal.symlink_to("/etc/passwd")
    (said,) = compare(before, root)
    assert "units/fl" in said
    assert compare(before, root, ["u1"]) == []
    assert compare(before, root, ["fl"]) == [said]


def test_what_the_backup_had_not_is_told(root: Path, tmp_path: Path) -> None:
    journal = next(root.glob("*/units/fl/journal.jsonl"))
    journal.unlink()
    journal.symlink_to("/etc/passwd")
    back_up(root, tmp_path / "b.zip")
    (said,) = compare(tmp_path / "b.zip", root)
    assert "units/fl" in said
    assert "没有对照" in said


def test_what_is_no_backup_and_no_store(root: Path, backup: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        compare(backup, tmp_path)
    (tmp_path / "x").write_bytes(b"x")
    with pytest.raises(BadInput):
        compare(tmp_path / "x", root)


@settings(max_examples=60)
@given(st.data())
def test_a_chain_is_the_same_however_its_bytes_come_and_whatever_they_are(
    made: Path, data: st.DataObject
) -> None:
    content = bytearray(next(made.glob("*/units/fl/journal.jsonl")).read_bytes())
    del content[data.draw(st.integers(0, len(content)), "length") :]
    if content and data.draw(st.booleans(), "flipped"):
        content[data.draw(st.integers(0, len(content) - 1), "place")] ^= 1 << data.draw(
            st.integers(0, 7), "bit"
        )
    chain = Chain("x")
    rest = bytes(content)
    while rest:
        size = data.draw(st.integers(1, len(rest)), "size")
        chain.feed(rest[:size])
        rest = rest[size:]
    chain.finish()
    if chain.problem is None:
        assert chain.end == read(bytes(content), End(), "x").end
    else:
        with pytest.raises(type(chain.problem), match=re.escape(chain.problem.sentence)):
            read(bytes(content), End(), "x")
