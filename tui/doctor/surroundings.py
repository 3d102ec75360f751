"""What the environment says: terminal, colours, size, language, connection, clock. Nothing is asked here."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from datetime import datetime

from forms.clock import SHANGHAI
from forms.when import official_day
from tui.commands.encoding import wanted_codeset
from tui.doctor.diagnostic import Diagnostic

COMFORTABLE, LEAST = (80, 24), (72, 20)
"""Columns and rows that everything is made for, and below which nothing can be read."""
FIRST_YEAR = 2021
"""No notice is older."""


def surroundings(
    environment: Mapping[str, str], size: tuple[int, int] | None, now: datetime | None = None
) -> Iterator[Diagnostic]:
    """``size`` is that of the window, None when this is no terminal."""
    yield _terminal(environment, size is not None)
    yield _colours(environment)
    if size is not None:
        yield _size(*size)
    yield _language(environment)
    yield from _around(environment)
    yield _clock(now or datetime.now(SHANGHAI))


def _terminal(environment: Mapping[str, str], there: bool) -> Diagnostic:
    name = environment.get("TERM", "")
    if not there:
        return Diagnostic("终端", "现在不是在终端里运行", "填报界面要在终端里打开；命令可以照常成批运行。")
    if name in ("", "dumb", "unknown"):
        said = f"TERM 是“{name}”" if name else "没有 TERM"
        return Diagnostic(
            "终端", f"{said}，画不出界面", "请运行 export TERM=xterm-256color 后再试。", hinders=True
        )
    return Diagnostic("终端", f"TERM={name}")


def _colours(environment: Mapping[str, str]) -> Diagnostic:
    if environment.get("NO_COLOR"):
        return Diagnostic("颜色", "NO_COLOR 已设，不用颜色，用符号和粗体区分")
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return Diagnostic("颜色", "真彩色")
    name = environment.get("TERM", "")
    return Diagnostic("颜色", "256色" if "256color" in name else "16色")


def _size(columns: int, rows: int) -> Diagnostic:
    words = f"{columns}列{rows}行"
    if columns < LEAST[0] or rows < LEAST[1]:
        return Diagnostic("窗口", f"{words}，太小", "请放大到 80x24 以上。", hinders=True)
    if columns < COMFORTABLE[0] or rows < COMFORTABLE[1]:
        return Diagnostic("窗口", words, "请放大到 80x24 以上，才看得全。")
    return Diagnostic("窗口", words)


def _language(environment: Mapping[str, str]) -> Diagnostic:
    name = next((environment[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), "")
    codeset = wanted_codeset(environment)
    if codeset not in ("", "utf8"):
        return Diagnostic("编码", name, "请把终端设为 UTF-8，并运行 export LC_ALL=C.UTF-8。", hinders=True)
    return Diagnostic("编码", name if codeset else f"{name or '没有传来语言环境'}，按 UTF-8 处理")


def _around(environment: Mapping[str, str]) -> Iterator[Diagnostic]:
    name = environment.get("TERM", "")
    inside = "tmux" if environment.get("TMUX") else "screen" if environment.get("STY") else ""
    if inside and not name.startswith(("tmux", "screen")):
        yield Diagnostic(
            "多窗口",
            f"在 {inside} 里，而 TERM={name}",
            f"按键和颜色可能不对；请在 {inside} 里用 TERM=screen-256color。",
        )
    elif inside:
        yield Diagnostic("多窗口", f"在 {inside} 里")
    if environment.get("SSH_CONNECTION"):
        address = environment["SSH_CONNECTION"].split(" ")[0]
        yield Diagnostic("连接", f"用 SSH 从 {address} 登录")
    else:
        yield Diagnostic("连接", "在本机，没有经过 SSH")


def _clock(now: datetime) -> Diagnostic:
    words = f"北京时间 {official_day(now.date())} {now:%H:%M}，期限按北京时间算"
    zone = time.tzname[0]
    if zone not in ("CST", "Asia/Shanghai"):
        words += f"（本机时区 {zone}，没有影响）"
    if now.year < FIRST_YEAR:
        return Diagnostic("时钟", words, "这台机器的时钟不对，期限会算错；请校准时钟。", hinders=True)
    return Diagnostic("时钟", words)


def window() -> tuple[int, int] | None:
    """Columns and rows, None when keyboard or screen is no terminal."""
    if not (os.isatty(0) and os.isatty(1)):
        return None
    size = os.get_terminal_size(1)
    return size.columns, size.lines
