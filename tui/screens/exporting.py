"""F5 and F6: what is on a screen is written as a file, in a thread, and the screen says where it is and how
to fetch it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from forms.errors import TaizhangError
from forms.os_errors import because
from store.exports_folder import clean, ready
from tui.file_transfer import fetch_words
from tui.screens.base import TaizhangScreen

if TYPE_CHECKING:
    from exports.batch import Outcome

MOST_TOLD = 2
"""Sentences about what a file is without: the screen has only so many lines for messages."""


class Exported(Message):
    """The file has been written, or why not (``refusal``)."""

    def __init__(
        self, screen: TaizhangScreen, path: Path | None, told: Sequence[str] = (), refusal: str = ""
    ) -> None:
        super().__init__()
        self.screen, self.path, self.refusal = screen, path, refusal
        self.told = told
        """What the file is without, a sentence each."""


def export(screen: TaizhangScreen, format: str) -> None:
    """Begin to write; ``Exported`` comes to the screen, and to the program, when that is done."""
    write = screen.export_work(format) or _form_work(screen, format)
    if write is None:
        return
    shell = screen.shell
    folder = shell.export_folder()
    keep_days = int(shell.settings.get("exports_keep_days") or 0)
    screen.say("正在导出……")

    def work() -> None:
        try:
            made = write(ready(folder))
            if made.paths:
                message = Exported(screen, made.paths[0], made.sentences)
            else:
                message = Exported(screen, None, refusal="".join(made.sentences[:1]))
            clean(folder, keep_days)
        except TaizhangError as error:
            message = Exported(screen, None, refusal=error.sentence)
        except OSError as error:
            refusal = f"{folder} 写不进去（{because(error)}），请换一个导出文件夹。"
            message = Exported(screen, None, refusal=refusal)
        screen.post_message(message)

    screen.run_worker(work, thread=True, group="export", exclusive=True)


def say_exported(screen: TaizhangScreen, done: Exported) -> None:
    """Where the file is, how to fetch it, and what it is without."""
    if done.path is None:
        screen.say(done.refusal, bad=True)
        return
    port = int(screen.shell.settings.get("sftp_port") or 0)
    screen.say("已导出：", str(done.path), *fetch_words(done.path, sftp_port=port), *_few(done.told))


def _form_work(screen: TaizhangScreen, format: str) -> Callable[[Path], Outcome] | None:
    target = screen.export_target()
    if target is None:
        return None
    annex, org = target
    campaign, setting = screen.campaign, screen.shell.settings.get

    def work(folder: Path) -> Outcome:
        from exports.batch import export_form  # loads what makes Word files
        from exports.options import Options

        return export_form(campaign, annex, org, format, folder, options=Options.of(setting))

    return work


def _few(told: Sequence[str]) -> list[str]:
    """The first of them and how many more."""
    first, more = list(told[:MOST_TOLD]), len(told) - MOST_TOLD
    return [*first, f"……另有{more}处，用 taizhang export 导出会逐条列出。"] if more > 0 else first
