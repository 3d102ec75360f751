"""What doctor makes of terminals, connections and stores, without a terminal (tests/pty has one)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from forms.clock import SHANGHAI
from tests.support.commands import Run
from tui.doctor.asking import AMBIGUOUS, Asking, asked
from tui.doctor.key_test import NOT_UTF8, Heard
from tui.doctor.surroundings import Diagnostic, surroundings
from tui.driver.escapes import RoundTrip

NOW = datetime(2021, 4, 10, 9, 30, tzinfo=SHANGHAI)
GOOD = {"TERM": "xterm-256color", "LANG": "zh_CN.UTF-8"}


def lines(environment: dict[str, str], size: tuple[int, int] | None = (80, 24), now: datetime = NOW) -> str:
    return "\n".join(told.line for told in surroundings(environment, size, now))


def hindering(environment: dict[str, str], size: tuple[int, int] | None = (80, 24)) -> list[str]:
    return [told.name for told in surroundings(environment, size, NOW) if told.hinders]


def test_an_ordinary_terminal_has_nothing_to_mend() -> None:
    told = lines({**GOOD, "SSH_CONNECTION": "10.0.0.7 50000 10.0.0.8 22"})
    assert "注意" not in told
    assert "256色" in told
    assert "10.0.0.7" in told
    assert "2021年4月10日 09:30" in told


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"COLORTERM": "truecolor"}, "真彩色"),
        ({"TERM": "xterm-16color"}, "16色"),
        ({"NO_COLOR": "1"}, "NO_COLOR"),
        ({"TMUX": "x", "TERM": "tmux-256color"}, "正常  多窗口：在 tmux 里"),
        ({"TMUX": "x"}, "TERM=screen-256color"),
        ({"LANG": ""}, "没有传来语言环境"),
    ],
)
def test_what_is_told_of_it(more: dict[str, str], said: str) -> None:
    assert said in lines({**GOOD, **more})
    assert hindering({**GOOD, **more}) == []


@pytest.mark.parametrize(
    ("more", "size", "name"),
    [
        ({"TERM": "dumb"}, (80, 24), "终端"),
        ({"TERM": ""}, (80, 24), "终端"),
        ({"LANG": "zh_CN.GBK"}, (80, 24), "编码"),
        ({}, (60, 24), "窗口"),
    ],
)
def test_what_hinders(more: dict[str, str], size: tuple[int, int], name: str) -> None:
    assert hindering({**GOOD, **more}, size) == [name]


class Fake(Asking):
    def __init__(self, width: Callable[[str], int | None], marks: bool | None) -> None:
        self._width, self._marks = width, marks
        self.line = RoundTrip()

    def width(self, text: str) -> int | None:
        return self._width(text)

    def marks_paste(self) -> bool | None:
        return self._marks


def told(width: Callable[[str], int | None], marks: bool | None = True) -> dict[str, Diagnostic]:
    return {one.name: one for one in asked(Fake(width, marks))}


def test_widths_as_the_terminal_has_them() -> None:
    def good(text: str) -> int:
        return 4 if text == "中文" else len(text)

    assert not any(one.remedy for one in told(good).values())
    rubbish = told(lambda text: 6 if text == "中文" else len(text))
    assert rubbish["中文"].hinders
    assert "UTF-8" in rubbish["中文"].remedy
    wide = told(lambda text: 4 if text == "中文" else 2 if text in "“”" else len(text) + 2 * (len(text) > 1))
    assert wide["符号"].hinders
    assert wide["符号"].words.startswith("“” 占了两格")
    assert set("“”") < set(AMBIGUOUS)


def test_a_terminal_that_does_not_answer_is_no_hindrance() -> None:
    silent = told(lambda text: None, None)
    assert [one.hinders for one in silent.values()] == [False, False]
    assert "能看到：中文" in silent["中文"].words


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ([b"\x1bOQ"], ["F2：保存。"]),
        ([b"\x1b[15~"], ["F5：没有用处。"]),
        (["中文".encode()[:2], "中文".encode()[2:]], ["文字“中文”：写进填写框。"]),
        (["在".encode("gbk")], [NOT_UTF8]),
        ([b"\t"], ["Tab（Ctrl+I 也是它）：下一项。"]),
        ([b"\x1b[200~a\nb\x1b[201~"], ["粘贴：3个字，2行。"]),
        ([b"?"], ["文字“?”：写进填写框；不在填写框里时：按键。"]),
    ],
)
def test_keys_are_told_by_name(pieces: list[bytes], said: list[str]) -> None:
    heard = Heard({"f2": "保存", "tab": "下一项", "?": "按键"}, RoundTrip())
    now, found = 0.0, []
    for piece in pieces:
        found += list(heard.feed(piece, now))
    assert found == said
    assert not heard.over


def test_what_is_no_key_is_shown_as_it_came() -> None:
    heard = Heard({}, RoundTrip())
    assert list(heard.feed(b"\x1b]weird", 0.0)) == []
    assert list(heard.feed(None, 0.2)) == []
    assert any("1B 5D" in line for line in heard.feed(None, 5.0))


@pytest.mark.parametrize("end", [[b"\x1b", None, b"\x1b", None], [b"\x11"], [b"\x03"]])
def test_the_ways_to_end(end: list[bytes | None]) -> None:
    heard = Heard({"escape": "返回"}, RoundTrip())
    for step, data in enumerate(end):
        assert not heard.over
        list(heard.feed(data, float(step)))
    assert heard.over


def test_without_a_terminal_the_rest_is_told(run: Run, school: Path) -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.output
    assert "现在不是在终端里运行" in result.stdout
    assert f"正常  台账数据：{school}" in result.stdout
    assert "没有妨碍使用的。" in result.stdout
    assert "按键测试" not in result.stdout


def test_before_the_first_start(run: Run, home: Path) -> None:
    result = run("doctor")
    assert result.exit_code == 0
    assert "第一次打开时建在" in result.stdout


def test_a_store_that_cannot_be_read_hinders(run: Run, school: Path) -> None:
    (school / "taizhang.toml").write_text("format = 99\n")
    result = run("doctor")
    assert result.exit_code == 1
    assert "有妨碍使用的：台账数据" in result.stdout


def test_exports_that_cannot_be_written_hinder(run: Run, school: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run("config", "set", "exports", str(tmp_path / "file" / "x")).exit_code == 0
    result = run("doctor")
    assert result.exit_code == 1
    assert "taizhang config set exports" in result.stdout
