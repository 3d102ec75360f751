"""The dialog that chooses a file: those of a folder, newest first, filtered as one types; or a path."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from exports.readers.files import SUFFIXES
from forms.clock import SHANGHAI
from forms.errors import NotAllowed
from forms.neutral import one_line
from forms.pinyin import plain, wanted
from tui.person_files import Entry, PersonFiles, person_files
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.inputs import LineInput
from tui.widgets.prose import Prose
from tui.widgets.row_list import ListColumn, ListRow, RowList

if TYPE_CHECKING:
    from tui.shell import Shell

MOST = 500
"""Names that are shown of a folder; typing narrows them."""
UP = ".."
SHOWN = (*SUFFIXES, ".doc", ".wps", ".xls", ".et", ".docm", ".xlsm")
"""What is listed: older kinds too, since a file that is not there says nothing and a refused one does."""


class ChooseFile(Dialog[Path | None]):
    """The path of the chosen file, None when left with Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "list('move', -1)", show=False),
        Binding("down", "list('move', 1)", show=False),
        Binding("pageup", "list('page', -1)", show=False),
        Binding("pagedown", "list('page', 1)", show=False),
        Binding("tab", "complete", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    ChooseFile {
        #box { height: 100%; max-height: 40; }
        LineInput { margin-bottom: 1; background: $background; }
        RowList { height: 1fr; }
        #how { color: $foreground-muted; margin-top: 1; }
    }
    """

    def __init__(
        self,
        title: str,
        files: PersonFiles,
        how: str = "",
        shown: Sequence[str] = SHOWN,
        kinds: str = "Word、Excel、CSV 文件",
    ) -> None:
        super().__init__(title)
        self._shown, self._kinds = tuple(shown), kinds
        self._files = files
        self._folder = files.start
        self._how = how
        self._entries: dict[str, Entry] = {}

    def compose_box(self) -> ComposeResult:
        yield LineInput(placeholder="输入几个字筛选文件名，或写出路径，如 ~/报送/台账.docx", id="path")
        rows = RowList((ListColumn("文件"), ListColumn("大小", 8), ListColumn("修改时间", 16)))
        rows.can_focus = False
        rows.add_class("-active")
        yield rows
        yield Prose(self._how, id="how")

    def on_mount(self) -> None:
        self.query_one("#how").display = bool(self._how)
        self._show()

    def next_words(self) -> str:
        return "↑↓ 选，回车打开，Tab 补全"

    # Showing

    @property
    def _typed(self) -> tuple[Path, str]:
        """The folder that the typed text is about, and the beginning or part of a name in it."""
        text = self.query_one("#path", LineInput).value
        if "/" not in text and not text.startswith("~"):
            return self._folder, text
        folder, _, name = text.rpartition("/")
        return _expanded(self._folder, folder + "/" if text.count("/") else text), name

    def _show(self) -> None:
        folder, part = self._typed
        found, why = listed(self._files, folder, part, self._shown)
        self._entries = {str(place): entry for place, entry in enumerate(found)}
        rows = [ListRow(key, _cells(entry)) for key, entry in self._entries.items()]
        if self._files.above(folder) and not part and not why:
            rows.append(ListRow(UP, ("上一级文件夹", "", "")))
        box = self.query_one(RowList)
        box.set_empty(why or f"{folder} 里没有名称含“{part}”的{self._kinds}；请换几个字，或写出文件的路径。")
        box.set_columns(
            (ListColumn(one_line(str(folder))), ListColumn("大小", 8), ListColumn("修改时间", 16))
        )
        box.set_rows(rows)

    @on(Input.Changed, "#path")
    def typed(self) -> None:
        self._show()

    # Choosing

    @on(Input.Submitted, "#path")
    def submitted(self) -> None:
        folder, part = self._typed
        whole = folder / part if part else folder
        if part and self.query_one("#path", LineInput).value.count("/") and self._files.is_file(whole):
            self.dismiss(whole)
            return
        self.query_one(RowList).action_choose()

    @on(RowList.Chosen)
    def chosen(self, message: RowList.Chosen) -> None:
        folder, _ = self._typed
        entry = self._entries.get(message.key)
        if entry is None or entry.folder:
            above = self._files.above(folder) or folder
            self._folder = above if entry is None else entry.path
            self.query_one("#path", LineInput).load("")
            self._show()
        else:
            self.dismiss(entry.path)

    def action_complete(self) -> None:
        """The name at the cursor as if typed."""
        entry = self._entries.get(self.query_one(RowList).key)
        if entry is None:
            return
        box = self.query_one("#path", LineInput)
        folder, _ = self._typed
        inside = "" if folder == self._folder else f"{folder}/"
        box.load(f"{inside}{entry.path.name}{'/' if entry.folder else ''}")
        self._show()

    def action_list(self, what: str, by: int) -> None:
        rows = self.query_one(RowList)
        rows.action_move(by) if what == "move" else rows.action_page(by)


def choose_file(
    shell: Shell, title: str, shown: Sequence[str] = SHOWN, kinds: str = "Word、Excel、CSV 文件"
) -> ChooseFile:
    """``shown``: how the names of files end; empty: all files. ``kinds``: what they are called."""
    from tui.file_transfer import send_words

    files = person_files(shell.settings)
    port = int(cast(int, shell.settings.get("sftp_port")) or 0)
    return ChooseFile(title, files, "\n".join(send_words(files.start, sftp_port=port)), shown, kinds)


def listed(
    files: PersonFiles, folder: Path, part: str, shown: tuple[str, ...] = SHOWN
) -> tuple[list[Entry], str]:
    """Files of a folder, of the kinds that are shown, whose name holds ``part`` or its pinyin, newest first,
    then folders; and why there are none, when the folder cannot be read."""
    narrowed = wanted(part)
    try:
        found = [
            one for one in files.entries(folder) if _fits(one, shown) and narrowed.found(plain(one.path.name))
        ]
    except NotAllowed as error:
        return [], error.sentence
    except (OSError, ValueError):
        return [], f"{one_line(str(folder))} 打不开：没有这个文件夹，或没有权限；请改成别的文件夹。"
    found.sort(key=lambda entry: (entry.folder, -entry.changed, entry.path.name))
    return found[:MOST], ""


def _fits(entry: Entry, shown: tuple[str, ...]) -> bool:
    name = entry.path.name
    return not name.startswith((".", "~$")) and (entry.folder or not shown or name.lower().endswith(shown))


def _cells(entry: Entry) -> tuple[str, str, str]:
    if entry.folder:
        return f"{entry.path.name}/", "", ""
    kilobytes = -(-entry.size // 1024)
    size = f"{kilobytes} KB" if kilobytes < 10_000 else f"{kilobytes // 1024} MB"
    moment = datetime.fromtimestamp(entry.changed, SHANGHAI)
    return entry.path.name, size, moment.strftime("%Y-%m-%d %H:%M")


def _expanded(folder: Path, text: str) -> Path:
    try:
        return Path(os.path.normpath(folder / Path(text).expanduser()))
    except (RuntimeError, ValueError):
        return Path(text)
