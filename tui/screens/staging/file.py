"""The dialog that chooses a file: those of a folder, newest first, filtered as one types; or a path."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from exports.readers.files import SUFFIXES
from forms.clock import SHANGHAI
from forms.errors import NotAllowed
from forms.neutral import one_line
from forms.pinyin import plain, wanted
from tui.person_files import Entry, PersonFiles, person_files
from tui.screens.dialogs.pick import ListDialog
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


class ChooseFile(ListDialog[Path | None]):
    """The path of the chosen file, None when left with Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False, priority=True)]
    DEFAULT_CSS = "ChooseFile { #how { color: $foreground-muted; margin-top: 1; } }"

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
        """Lay out what the box holds."""
        yield LineInput(placeholder="输入几个字筛选文件名，或写出路径，如 ~/报送/台账.docx")
        yield RowList(_columns("文件"), passive=True)
        if self._how:
            yield Prose(self._how, id="how")

    def next_words(self) -> str:
        """Say what to do next."""
        return "↑↓ 选，回车打开，Tab 补全"

    # Showing

    @property
    def _place(self) -> tuple[Path, str]:
        """The folder that the typed text is about, and the beginning or part of a name in it."""
        text = self.typed
        if "/" not in text and not text.startswith("~"):
            return self._folder, text
        folder, _, name = text.rpartition("/")
        return _expanded(self._folder, folder + "/" if text.count("/") else text), name

    def show(self) -> None:
        """Show the rows that the filter lets through."""
        folder, part = self._place
        found, why = listed(self._files, folder, part, self._shown)
        self._entries = {str(place): entry for place, entry in enumerate(found[:MOST])}
        rows = [ListRow(key, _cells(entry)) for key, entry in self._entries.items()]
        if len(found) > MOST:
            words = f"还有{len(found) - MOST}个较早的没有列出；请输入几个字筛选。"
            rows.append(ListRow("", (words,), heading=True))
        if self._files.above(folder) and not part and not why:
            rows.append(ListRow(UP, ("上一级文件夹", "", "")))
        box = self.query_one(RowList)
        box.set_empty(why or f"{folder} 里没有名称含“{part}”的{self._kinds}；请换几个字，或写出文件的路径。")
        box.set_columns(_columns(one_line(str(folder))))
        box.set_rows(rows)

    # Choosing

    def take(self) -> None:
        """A path written out is a file by itself; else the row at the cursor."""
        folder, part = self._place
        key = self.query_one(RowList).key
        entry = self._entries.get(key)
        if part and "/" in self.typed and self._files.is_file(folder / part):
            self.dismiss(folder / part)
        elif entry is not None and not entry.folder:
            self.dismiss(entry.path)
        elif key:
            above = self._files.above(folder) or folder
            self._folder = above if entry is None else entry.path
            self.query_one(LineInput).load("")
            self.show()

    def action_complete(self) -> None:
        """The name at the cursor as if typed."""
        entry = self._entries.get(self.query_one(RowList).key)
        if entry is None:
            return
        folder, _ = self._place
        inside = "" if folder == self._folder else f"{folder}/"
        self.query_one(LineInput).load(f"{inside}{entry.path.name}{'/' if entry.folder else ''}")
        self.show()


def _columns(first: str) -> list[ListColumn]:
    return [ListColumn(first), ListColumn("大小", 8), ListColumn("修改时间", 16)]


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
    return found, ""


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
