"""Small parts: breaking lines by cells, how to fetch a file, the way into the screens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.file_transfer import fetch_words
from tui.screens.routes import routes
from tui.widgets.wrapping import cut, wrap

TEXT = st.text(alphabet=st.sampled_from("学习，。（）《》“”abc 123\n  —…𠮷"), max_size=120)


@given(TEXT, st.integers(4, 60))
def test_lines_fit_and_nothing_but_spaces_is_dropped(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")


@given(TEXT.filter(lambda text: "\n" not in text), st.integers(0, 40))
def test_a_cut_text_has_exactly_its_cells(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) == width


def test_punctuation_stays_with_the_character_before() -> None:
    assert wrap("一二三四五六，七八", 12) == ["一二三四五", "六，七八"]


def test_parts_set_off_by_two_spaces_are_not_torn() -> None:
    assert wrap("计算机学院党委  期限 2021年4月16日", 24) == ["计算机学院党委", "期限 2021年4月16日"]


def test_a_file_is_fetched_over_the_connection_one_came_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/li")
    came = {"SSH_CONNECTION": "10.0.0.7 50022 10.0.0.5 22", "USER": "li"}
    words = fetch_words(Path("/home/li/台账导出/a b.docx"), came)
    assert words[-2] == 'scp "li@10.0.0.5:台账导出/a b.docx" .'
    assert words[-1] == 'sftp "li@10.0.0.5:台账导出/a b.docx"'
    other = fetch_words(Path("/srv/x.csv"), {**came, "SSH_CONNECTION": "::1 5 fe80::2 2222"})
    assert other[-2] == 'scp -P 2222 "li@[fe80::2]:/srv/x.csv" .'
    short = fetch_words(Path("/home/li/台账导出/计算机学院党委-附件4.docx"), came)
    assert short[-2] == "scp li@10.0.0.5:台账导出/计算机学院党委-附件4.docx ."


def test_a_file_is_fetched_on_the_port_for_files() -> None:
    came = {"SSH_CONNECTION": "10.0.0.7 50022 10.0.0.5 22", "USER": "li"}
    path = Path("/srv/taizhang-files/li/导出/a.docx")
    words = fetch_words(path, came, sftp_port=2222)
    assert words[1] == "scp -P 2222 li@10.0.0.5:/导出/a.docx ."
    assert words[3] == "sftp://li@10.0.0.5:2222/导出/"
    assert fetch_words(path, {}, sftp_port=2222) == []
    (gate,) = fetch_words(path, {**came, "TAIZHANG_GATE": "1"})  # no other way out without that port
    assert "sftp_port" in gate
    assert fetch_words(Path("/srv/x.csv"), {}) == []


def test_without_a_terminal_the_screens_do_not_open(tmp_path: Path) -> None:
    code = (
        "from forms.errors import WrongUsage\n"
        "from tui.terminal import check_terminal\n"
        "try:\n    check_terminal()\nexcept WrongUsage as error:\n    print(error.sentence, error.EXIT_CODE)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    assert "不是终端" in done.stdout
    assert done.stdout.strip().endswith("2")


def test_the_key_tables_tell_all_and_contradict_nothing() -> None:
    from tui.screens.documented import markdown, sections

    told = dict(sections())
    assert len(told) > 8
    for name, actions in told.items():
        assert actions, name
        keys = [key for action in actions for key in action.keys]
        assert len(keys) == len(set(keys)), f"{name}: one key, two meanings"
        assert all(action.title and action.help.endswith("。") for action in actions)
    assert "| F2 或 Ctrl+S | 保存 |" in markdown()


def test_an_annex_more_moves_the_two_lists_on(tmp_path: Path) -> None:
    from forms.loading import load_pack
    from tests.support.meeting_annex import with_meetings

    found = {route.title: route.digit for route in routes(load_pack(with_meetings(tmp_path)))}
    assert found["会议记录"] == "5"
    assert (found["报送材料"], found["党组织"]) == ("6", "7")


def test_every_annex_and_the_two_lists_have_a_digit_of_their_own() -> None:
    from forms.loading import SHIPPED, load_pack, shipped_packs

    found = routes(load_pack(shipped_packs()[SHIPPED]))
    assert [(route.digit, route.title) for route in found] == [
        ("1", "推进时间表"),
        ("2", "学习情况"),
        ("3", "诊断"),
        ("4", "台账"),
        ("5", "报送材料"),
        ("6", "党组织"),
    ]
