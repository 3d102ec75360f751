"""Settings, store, drafts and exports: found, and can they be written?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from forms.errors import TaizhangError
from store.campaign.pack_update import told_to
from store.landlock import restricted, version
from store.own_files import gated
from store.places import state_folder
from tui.commands.session import Session
from tui.doctor.diagnostic import Diagnostic

if TYPE_CHECKING:
    from store.campaign.campaign import Campaign


def places(session: Session) -> Iterator[Diagnostic]:
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
        return Diagnostic("台账数据", title, _lacking(campaign))
    if shared:
        return Diagnostic("台账数据", title, "这个账号只能查看；要填报请联系党委办公室。")
    return Diagnostic("台账数据", title, "写不进去；请检查这个文件夹的权限。", hinders=True)


def _lacking(campaign: Campaign) -> str:
    return told_to(campaign)


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
