"""What only the terminal itself can say: it is asked where its cursor is after some characters were shown,
and whether it marks what is pasted. One that does not answer in time is not asked again."""

from __future__ import annotations

import os
import re
import select
import termios
import tty
from collections.abc import Iterator
from time import monotonic
from types import TracebackType

from tui.doctor.surroundings import Diagnostic
from tui.driver.escapes import RoundTrip

PATIENCE = 2.0
"""Seconds for the first answer: lines may be slow."""
CHINESE = "中文"
AMBIGUOUS = "…“”—·①※×℃±→"
"""Of one cell or two, as the terminal pleases; the screens count one."""

_POSITION = re.compile(rb"\x1b\[(\d+);(\d+)R")
_PASTE = re.compile(rb"\x1b\[\?2004;(\d)\$y")


class Asking:
    """The terminal, its keys unechoed meanwhile; settings are put back at the end."""

    def __init__(self, keyboard: int = 0, screen: int = 1, patience: float = PATIENCE) -> None:
        self._keyboard, self._screen, self._patience = keyboard, screen, patience
        self.silent = False
        """It let one question go by."""
        self.line = RoundTrip()

    def __enter__(self) -> Asking:
        self._before = termios.tcgetattr(self._keyboard)
        tty.setcbreak(self._keyboard, termios.TCSANOW)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        termios.tcsetattr(self._keyboard, termios.TCSAFLUSH, self._before)

    def width(self, text: str) -> int | None:
        """How many cells the terminal gives ``text``; None without an answer."""
        found = _POSITION.search(self._ask(f"\r{text}".encode()))
        os.write(self._screen, b"\r\x1b[K")
        return int(found[2]) - 1 if found else None

    def marks_paste(self) -> bool | None:
        """None where it does not say."""
        found = _PASTE.search(self._ask(b"\x1b[?2004$p"))
        return found[1] in (b"1", b"2", b"3") if found else None

    def _ask(self, question: bytes) -> bytes:
        """All that came until the place of the cursor, which every terminal tells, was told too."""
        if self.silent:
            return b""
        now = monotonic()
        self.line.asked(now)
        os.write(self._screen, question + b"\x1b[6n")
        seen, end = b"", now + self._patience
        while (left := end - monotonic()) > 0:
            if select.select([self._keyboard], [], [], left)[0]:
                data = os.read(self._keyboard, 1024)
                if not data:
                    break
                seen += data
                if _POSITION.search(seen):
                    self.line.answered(monotonic())
                    return seen
        self.silent = True
        return seen


def asked(terminal: Asking) -> Iterator[Diagnostic]:
    """Chinese, ambiguous characters, paste, and how long the line takes."""
    width = terminal.width(CHINESE)
    if width is None:
        yield Diagnostic(
            "中文",
            f"终端没有回答光标在哪里，量不出宽度；能看到：{CHINESE}",
            "上面两个字是乱码或问号时，请把终端的字符编码改为 UTF-8。",
        )
    elif width == 4:
        yield Diagnostic("中文", "能看到：中文 正常，每个字占两格")
    else:
        yield Diagnostic(
            "中文",
            f"“{CHINESE}”占了{width}格，应是4格",
            "请把终端的字符编码改为 UTF-8，字体选带中文的等宽字体。",
            hinders=True,
        )
    if width is not None:
        yield _ambiguous(terminal)
    yield _paste(terminal)
    if terminal.line.seconds is not None:
        there_and_back, wait = (round(1000 * time) for time in (terminal.line.seconds, terminal.line.wait))
        yield Diagnostic("往返", f"终端{there_and_back}毫秒后回答，单按 Esc 最多等{wait}毫秒起作用")


def _ambiguous(terminal: Asking) -> Diagnostic:
    narrow = terminal.width(AMBIGUOUS) == len(AMBIGUOUS)
    wide = "" if narrow else "".join(one for one in AMBIGUOUS if terminal.width(one) == 2)
    if not wide:
        return Diagnostic("符号", f"{AMBIGUOUS} 各占一格")
    return Diagnostic(
        "符号",
        f"{wide} 占了两格，屏幕上会错位",
        "请在终端设置里把“歧义宽度字符”改为窄（PuTTY：Window → Translation，"
        "不选 Treat CJK ambiguous characters as wide）。",
        hinders=True,
    )


def _paste(terminal: Asking) -> Diagnostic:
    answer = terminal.marks_paste()
    if answer:
        return Diagnostic("粘贴", "终端会标明粘贴的起止，多行粘贴不会被当作回车")
    said = "终端没有回答会不会标明粘贴的起止" if answer is None else "终端不标明粘贴的起止"
    return Diagnostic("粘贴", said, "粘贴多行时请看清屏幕上的提示再保存；可在下面的按键测试里粘贴两行试试。")
