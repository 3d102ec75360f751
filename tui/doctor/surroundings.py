"""What the environment says: terminal, colours, size, language, connection, clock; and whether settings,
store, drafts and exports are there and can be written. The terminal itself is not asked here."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from forms.clock import SHANGHAI
from forms.errors import TaizhangError
from forms.when import official_day
from store.campaign.pack_update import told_to
from store.landlock import restricted, version
from store.own_files import gated
from store.places import state_folder
from tui.commands.encoding import wanted_codeset
from tui.commands.session import Session

COMFORTABLE, LEAST = (80, 24), (72, 20)
"""Columns and rows that everything is made for, and below which nothing can be read."""
FIRST_YEAR = 2021
"""No notice is older."""


@dataclass(frozen=True)
class Diagnostic:
    """One line of what was found: 正常 or 注意, and the remedy."""

    name: str
    words: str
    remedy: str = ""
    """Empty: all is well."""
    hinders: bool = False
    """Screens would be unreadable, or nothing could be saved."""

    @property
    def line(self) -> str:
        end = "" if self.words.endswith(("。", "！", "？")) else "。"
        if not self.remedy:
            return f"正常  {self.name}：{self.words}{end}"
        return f"注意  {self.name}：{self.words}{end}{self.remedy}"


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


def places(session: Session) -> Iterator[Diagnostic]:
    """Settings, store, drafts and exports: found, and can they be written?"""
    if gated():
        yield _confinement()
    try:
        root, settings = session.root(), session.settings()
    except TaizhangError as error:
        yield Diagnostic("设置", "读不了", error.sentence, hinders=True)
        return
    yield _store(session, root)
    yield _folder("草稿", state_folder(), "断线时没保存的内容留不住；请检查主目录的权限和磁盘。")
    exports = Path(str(settings.get("exports") or "~")).expanduser()
    yield _folder("导出", exports, "请用 taizhang config set exports 文件夹 换一个地方。")


def _confinement() -> Diagnostic:
    known = version()
    if restricted():
        return Diagnostic("隔离", f"这次登录只碰得到台账数据和本人的文件夹（Landlock 第{known}版）")
    why = "系统内核没有 Landlock" if not known else "Landlock 没有起作用"
    return Diagnostic("隔离", why, "文件只由程序自己把关；请管理员换用 5.13 以上的内核并启用 Landlock。")


def _store(session: Session, root: Path) -> Diagnostic:
    backend = session.backend()
    try:
        if not backend.exists():
            if _writable(root):
                return Diagnostic("台账数据", f"还没有，第一次打开时建在 {root}")
            return Diagnostic(
                "台账数据", f"还没有，{root} 也建不了", "请用 --store 换一个能写的文件夹。", hinders=True
            )
        shared = backend.members() is not None
        campaign = session.campaign()
    except TaizhangError as error:
        return Diagnostic("台账数据", str(root), error.sentence, hinders=True)
    title = f"{root}，{campaign.pack.title}"
    units = [unit for unit in (root / campaign.id / "units").glob("*") if unit.is_dir()]
    if any(_writable(unit) for unit in units) or _writable(root):
        return Diagnostic("台账数据", title, told_to(campaign))
    if shared:
        return Diagnostic("台账数据", title, "这个账号只能查看；要填报请联系党委办公室。")
    return Diagnostic("台账数据", title, "写不进去；请检查这个文件夹的权限。", hinders=True)


def _folder(name: str, path: Path, remedy: str) -> Diagnostic:
    if _writable(path):
        return Diagnostic(name, str(path) if path.exists() else f"{path}（用到时自动建立）")
    return Diagnostic(name, f"{path} 写不进去", remedy, hinders=True)


def _writable(path: Path) -> bool:
    """It, or the folder that it would be made in."""
    while not path.exists():
        if path == path.parent:
            return False
        path = path.parent
    return path.is_dir() and os.access(path, os.W_OK | os.X_OK)
