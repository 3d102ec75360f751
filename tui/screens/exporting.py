"""F5 and F6: what is on a screen is written as a file, in a thread, and the screen says where it is and how
to fetch it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from forms.errors import TaizhangError
from forms.os_errors import because
from store.campaign.campaign import Campaign
from store.campaign.kinds.material import Material
from store.exports_folder import clean, ready
from tui.file_transfer import fetch_words
from tui.screens.base import TaizhangScreen

if TYPE_CHECKING:
    from exports.batch import Outcome

MOST_TOLD = 2
"""Sentences about what a file is without: the screen has only so many lines for messages."""


async def export(screen: TaizhangScreen, on_paper: bool) -> bool:
    """Write what is on the screen, in a thread, and say there where the file is, how to fetch it and what it
    is without, or why there is none. True: there is one."""
    write = screen.export_work(on_paper) or _form_work(screen, on_paper)
    if write is None:
        return False
    settings, folder = screen.shell.settings, screen.shell.export_folder()
    screen.say("正在导出……")

    def work() -> Outcome:
        made = write(ready(folder))
        clean(folder, int(settings.get("exports_keep_days") or 0))
        return made

    try:
        made = await asyncio.to_thread(work)
    except TaizhangError as error:
        screen.say(error.sentence, bad=True)
        return False
    except OSError as error:
        screen.say(f"{folder} 写不进去（{because(error)}），请换一个导出文件夹。", bad=True)
        return False
    if not made.paths:
        screen.say(*made.sentences[:1], bad=True)
        return False
    fetch = fetch_words(made.paths[0], sftp_port=int(settings.get("sftp_port") or 0))
    screen.say("已导出：", str(made.paths[0]), *fetch, *_few(made.sentences))
    return True


def _form_work(screen: TaizhangScreen, on_paper: bool) -> Callable[[Path], Outcome] | None:
    target = screen.export_target()
    return partial(form, screen.campaign, *target, on_paper, screen.shell.settings.get) if target else None


def form(
    c: Campaign,
    annex: str,
    org: str,
    on_paper: bool,
    setting: Callable[[str], object],
    folder: Path,
    *,
    merge: bool = False,
    report: bool = False,
    summary: bool = False,
) -> Outcome:
    """Write the form of an annex into a folder, or what there is beside it; see ``exports.options``."""
    from exports.batch import export_form  # loads what makes Word files
    from exports.options import Options
    from exports.renderers.registry import IN_A_TABLE, ON_PAPER

    options = Options.of(setting, merge=merge, report=report, summary=summary)
    kind = ON_PAPER if on_paper else IN_A_TABLE
    return export_form(c, annex, org, kind.format, folder, options=options)


def written(c: Campaign, materials: Sequence[Material], folder: Path) -> Outcome:
    """Write materials into a folder."""
    from exports.batch import export
    from exports.materials import MaterialJobs

    return export(MaterialJobs(c, list(materials)), folder)


def _few(told: Sequence[str]) -> list[str]:
    """The first of them and how many more."""
    first, more = list(told[:MOST_TOLD]), len(told) - MOST_TOLD
    return [*first, f"……另有{more}处，用 taizhang export 导出会逐条列出。"] if more > 0 else first
