"""The flows in which rows are imported: from a file that is asked for, or from what was pasted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import App

from forms.organisation import Organisation
from store.campaign.records import records_annex
from tui.person_files import person_files
from tui.screens.base import TaizhangScreen
from tui.screens.staging.file import choose_file
from tui.screens.staging.screen import StagingScreen
from tui.screens.staging.source import FileSource, PastedSource, Source


async def import_file(screen: TaizhangScreen, annex_id: str, org: Organisation) -> str | None:
    """In a flow: ask for a file and show its rows over ``screen``. What was written, in a sentence; None when
    nothing was."""
    annex = records_annex(screen.campaign, annex_id)
    title = f"导入附件{annex.number} {annex.name}　{org.name}"
    path: Path | None = await screen.app.push_screen_wait(choose_file(screen.shell, title))
    if path is None:
        return None
    source = FileSource(path, person_files(screen.shell.settings))
    return await _stage(screen.app, annex_id, org.id, source)


async def import_pasted(app: App[Any], annex_id: str, org_id: str, text: str) -> str | None:
    """In a flow: show the rows of ``text``. What was written, in a sentence; None when nothing was."""
    return await _stage(app, annex_id, org_id, PastedSource(text))


async def _stage(app: App[Any], annex_id: str, org_id: str, source: Source) -> str | None:
    written: str | None = await app.push_screen_wait(StagingScreen(annex_id, org_id, source))
    return written
