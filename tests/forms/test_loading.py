"""Loading packs: what is read, and every slip told in one sentence with file, key and remedy."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.errors import NewerFormat, PackError
from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.neutral import one_line
from forms.pack import RecordsAnnex
from tests.support.meeting_annex import with_meetings
from tests.support.slips import SLIPS

SOURCE = shipped_packs()[SHIPPED]


def _refusal(folder: Path) -> str:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return _sentence(caught.value)


def _sentence(error: PackError) -> str:
    """One sentence, in Chinese, of the program's own making."""
    said = str(error)
    assert said.endswith("。")
    assert said.count("。") == 1
    assert said == one_line(said)
    assert not re.search(r"Expected|Object|Invalid|missing|`|\$|line \d", said)
    assert re.search(r"请|是不是", said), said
    return said


def _edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


# --- what is read


def test_shipped_packs_are_named_like_their_folders() -> None:
    assert SHIPPED in shipped_packs()
    for pack_id, folder in shipped_packs().items():
        assert load_pack(folder).id == pack_id


def test_an_annex_added_in_toml_is_there(tmp_path: Path) -> None:
    pack = load_pack(with_meetings(tmp_path))
    meetings = pack.annex("5")
    assert isinstance(meetings, RecordsAnnex)
    assert meetings is pack.annex("meetings")
    assert meetings.name == "会议记录"
    assert [column.title for column in meetings.columns] == ["时间", "会议名称", "会议内容", "参加人员"]
    assert pack.annexes[:4] == load_pack(SOURCE).annexes


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_pack(folder) == load_pack(SOURCE)


# --- slips


@pytest.mark.parametrize(("file", "old", "new", "told"), SLIPS)
def test_a_slip_is_one_sentence(folder: Path, file: str, old: str, new: str, told: list[str]) -> None:
    _edit(folder, file, old, new)
    said = _refusal(folder)
    assert said.startswith(file)
    for words in told:
        assert words in said


def test_two_timetables_are_refused(folder: Path) -> None:
    text = (folder / "annex1.toml").read_text("utf-8")
    text = text.replace('id = "schedule"', 'id = "again"').replace("number = 1", "number = 9")
    (folder / "annex9.toml").write_text(text, "utf-8")
    _edit(folder, "pack.toml", '"annex4.toml"]', '"annex4.toml", "annex9.toml"]')
    said = _refusal(folder)
    assert said.startswith("annex9.toml：kind schedule 只能有一个附件")
    assert "annex1.toml" in said


# --- files that cannot be read


def test_a_file_in_another_encoding(folder: Path) -> None:
    path = folder / "annex1.toml"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    said = _refusal(folder)
    assert said.startswith("annex1.toml 第4行")
    assert "请另存为 UTF-8" in said


def test_no_pack_file(tmp_path: Path) -> None:
    said = _refusal(tmp_path)
    assert said.startswith("pack.toml：找不到")
    assert str(tmp_path) in said


def test_a_link_out_of_the_pack(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    (folder / "annex4.toml").rename(outside)
    (folder / "annex4.toml").symlink_to(outside)
    assert _refusal(folder).startswith("annex4.toml：不是普通文件")


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    (folder / "annex4.toml").unlink()
    os.mkfifo(folder / "annex4.toml")
    assert _refusal(folder).startswith("annex4.toml：不是普通文件")


def test_a_file_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Permissions do not stop root, so the refusal is the system's in name only.
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "annex2.toml":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    said = _refusal(folder)
    assert said.startswith("annex2.toml：读不了")
    assert str(folder / "annex2.toml") in said


def test_a_newer_format_is_refused_before_anything_else(folder: Path) -> None:
    _edit(folder, "pack.toml", "format = 1", 'format = 2\nnew_key = "x"')
    (folder / "annex1.toml").write_text("= no TOML =")
    with pytest.raises(NewerFormat) as caught:
        load_pack(folder)
    assert caught.value.EXIT_CODE == 5
    assert "pack.toml" in str(caught.value)
    assert "format" in str(caught.value)
    assert "升级" in str(caught.value)


# --- any slip at all

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 3000),
    st.floats(),
    st.text(st.sampled_from("ab1 /.-_{}中文《“é𠮷\x1b\u202e\ufffe\n\t\\"), max_size=6),
    st.dates(),
    st.lists(st.integers(0, 3), max_size=2),
    st.dictionaries(st.sampled_from(["id", "x", "标题"]), st.integers(), max_size=2),
)


def _spots(raw: Any) -> list[tuple[Any, Any]]:
    """Every place of a parsed file: the table or list, and the key or index in it."""
    pairs = list(raw.items() if isinstance(raw, dict) else enumerate(raw))
    below = [spot for _, value in pairs if isinstance(value, dict | list) for spot in _spots(value)]
    return [(raw, key) for key, _ in pairs] + below


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_put_anywhere_is_taken_or_told(folder: Path, data: st.DataObject) -> None:
    file = data.draw(
        st.sampled_from(["pack.toml", "annex1.toml", "annex2.toml", "annex3.toml", "annex4.toml"])
    )
    raw = tomllib.loads((SOURCE / file).read_text("utf-8"))
    thing, key = data.draw(st.sampled_from(_spots(raw)))
    value = data.draw(VALUES)
    if value is None:
        del thing[key]
    else:
        thing[key] = value
    (folder / file).write_text(tomli_w.dumps(raw), "utf-8")
    said = ""
    try:
        load_pack(folder)
    except NewerFormat:
        assert key == "format"
    except PackError as error:
        said = _sentence(error)
    finally:
        shutil.copy(SOURCE / file, folder / file)
    assert not said or re.match(r"(pack|annex\d)\.toml", said)
