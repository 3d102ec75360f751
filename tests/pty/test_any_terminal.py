"""Whatever the terminal: no more colours than it has, nothing told by colour alone, keys that come in pieces,
and windows that become smaller."""

from __future__ import annotations

import re

import pytest

from tests.support.programs import Start, new_record

pytestmark = pytest.mark.usefixtures("campaign")

SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
TRUE, OF_256 = "true colour", "256"


def kinds(written: bytes) -> set[str]:
    """Which ways of naming a colour were used: true colour, 256, or the sixteen."""
    found: set[str] = set()
    for parameters in SGR.findall(written):
        codes = parameters.decode().split(";")
        while codes:
            code = codes.pop(0)
            if code in ("38", "48"):
                found.add(TRUE if codes[0] == "2" else OF_256)
                codes = codes[4:] if codes[0] == "2" else codes[2:]
            elif code.isdigit() and (
                30 <= int(code) <= 37 or 40 <= int(code) <= 47 or 90 <= int(code) <= 107
            ):
                found.add("16")
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, {TRUE}),
        ({"TERM": "xterm-256color"}, {OF_256}),
        ({"TERM": "tmux-256color"}, {OF_256}),
        ({"TERM": "screen-256color"}, {OF_256}),
        ({"TERM": "xterm-16color"}, {"16"}),
        ({"TERM": "linux"}, {"16"}),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, set()),
    ],
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else "",
)
def test_no_more_colours_than_the_terminal_has(
    start: Start, theme: str, environment: dict[str, str], expected: set[str]
) -> None:
    terminal = start(env=environment | {"TAIZHANG_THEME": theme})
    new_record(terminal)
    terminal.send("学习")
    terminal.wait_for("学习")
    found = kinds(terminal.bytes_written)
    assert found >= expected
    assert found - expected <= ({"16"} if expected == {OF_256} else set())


@pytest.mark.parametrize(
    "term", ["screen", "screen-256color", "tmux-256color", "linux", "xterm-16color", "vt100"]
)
def test_it_works_whatever_the_terminal_calls_itself(start: Start, term: str) -> None:
    terminal = start(env={"TERM": term})
    new_record(terminal)
    terminal.key("tab")
    terminal.send("学习讲话精神")
    terminal.wait_for("学习讲话精神", "已填6字")


def test_without_colour_the_row_of_the_cursor_is_marked_and_reversed(start: Start) -> None:
    terminal = start(env={"NO_COLOR": "1"})
    terminal.wait_for("待办", "> ")
    row = next(y for y, line in enumerate(terminal.screen_text().splitlines()) if "> " in line)
    cells = terminal.screen.buffer[row]
    assert any(cells[x].reverse for x in range(80))
    assert {cells[x].fg for x in range(80)} | {cells[x].bg for x in range(80)} == {"default"}


def test_text_and_cursor_survive_smaller_windows_in_the_middle_of_an_edit(start: Start) -> None:
    """What is shown after it equals a picture painted from nothing."""
    terminal = start(cols=120, rows=40)
    new_record(terminal)
    terminal.key("tab")
    terminal.send("学习讲话精神，交流体会")
    terminal.wait_for("交流体会")
    terminal.key("left", "left")
    for cols, rows in ((80, 24), (40, 10), (120, 40)):
        terminal.resize(cols, rows)
        if rows > 10:
            terminal.wait_for("交流体会", "学习内容", gone="窗口太小")
        else:
            terminal.wait_for("窗口太小")
    terminal.send("甲")
    terminal.wait_for("交流甲体会")
    assert "交流甲体会" in terminal.cursor_line()
    before = terminal.screen_text()
    terminal.resize(119, 40)
    terminal.resize(120, 40)
    terminal.wait_until(lambda screen: screen == before, what="the same picture, painted anew")
