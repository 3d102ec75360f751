"""One 报送材料: its title and text, photographs with captions, attached files; F5 makes the document."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static, TextArea

from forms.neutral import one_line
from store.attachments import LARGEST
from store.campaign.history import of_document
from store.campaign.kinds.material import Attachment, Material
from store.campaign.materials import attach
from store.campaign.organisations import shard_of
from tui.actions import HISTORY, SAVE, action, actions
from tui.autosave import Values
from tui.flow import flow
from tui.person_files import person_files
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.dialog import CANCEL, Dialog
from tui.screens.exporting import written
from tui.screens.form_screen import FormScreen, Resumed
from tui.screens.history.screen import HistoryScreen
from tui.screens.material.material_edit import MaterialEdit, Written
from tui.screens.saving import Merged, save
from tui.screens.staging.file import choose_file
from tui.widgets.form import Form, Line
from tui.widgets.inputs import LineInput, LongInput
from tui.widgets.row_list import ListColumn, ListRow, RowList

if TYPE_CHECKING:
    from exports.batch import Outcome

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic")
"""What is listed: .heic too, since a file that is not there says nothing and a refused one does."""
DONE = action("save | f2 ctrl+s enter | 确定 | 就用这句说明。 | priority")


class CaptionDialog(Dialog[str | None]):
    """The caption of a photograph; None when left with Esc."""

    ACTIONS = (DONE, CANCEL)

    def __init__(self, name: str, caption: str = "") -> None:
        super().__init__(f"照片说明：{name}")
        self._caption = caption

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        prompt = "印在照片下面，如：3月18日中心组学习现场。可以空着。"
        yield Form.of([Line("caption", "说明", prompt, self._caption)])

    def action_save(self) -> None:
        """Answer with the caption."""
        self.dismiss(self.query_one(Form).values()["caption"])


async def ask_for_photo(screen: TaizhangScreen, org_id: str) -> Attachment | None:
    """Ask for a photograph and its caption, in a flow. Raises TaizhangError for what is not taken."""
    path = await screen.app.push_screen_wait(choose_file(screen.shell, "加一张照片", PICTURES, "照片"))
    caption = await screen.app.push_screen_wait(CaptionDialog(path.name)) if path is not None else None
    return None if path is None or caption is None else _take(screen, org_id, path, caption, photo=True)


async def ask_for_file(screen: TaizhangScreen, org_id: str) -> Attachment | None:
    """Ask for a file of any kind, in a flow. Raises TaizhangError for what is not taken."""
    path = await screen.app.push_screen_wait(choose_file(screen.shell, "附上一个文件", (), "文件"))
    return None if path is None else _take(screen, org_id, path, "", photo=False)


def _take(screen: TaizhangScreen, org_id: str, path: Path, caption: str, photo: bool) -> Attachment:
    too_large = f"{one_line(path.name)} 超过{LARGEST // 1_000_000} MB，没有收下；请先缩小。"
    data = person_files(screen.shell.settings).read(path, LARGEST, too_large)
    return attach(screen.campaign, org_id, data, path.name, caption, photo)


PHOTO, FILE, CAPTION, REMOVE = actions("""
photo | ctrl+n insert | 加照片 | 选一张照片，写上说明；原件保存，印出的一份已缩小。 | priority changes
file | ctrl+r | 加附件 | 附上一个文件，导出时放在 Word 旁边。 | priority changes
caption | enter | 改说明 | 改光标所在照片的说明；只在照片和附件的列表里。 | quiet changes
remove | f8 | 去掉 | 去掉光标所在的照片或附件；保存后才算数。 | priority changes
""")


class MaterialScreen(FormScreen):
    """Answers True when something was saved."""

    QUESTION = "写的内容还没保存。"
    ANSWERS = (("stay", "接着写"), ("keep", "离开，留作草稿"), ("drop", "离开，不要了"))
    NAME = "报送材料"
    ACTIONS = (SAVE, PHOTO, FILE, CAPTION, REMOVE, HISTORY)
    DEFAULT_CSS = """
    MaterialScreen {
        #title-line { height: 1; margin-bottom: 1; }
        #title-line Static { width: 6; }
        #title-line LineInput { width: 1fr; }
        #text { height: 1fr; }
        #files { height: auto; max-height: 7; margin-top: 1; }
    }
    """

    def __init__(self, found: Material, *, resumed: Resumed[Written] | None = None) -> None:
        super().__init__(resumed)
        self.edit = MaterialEdit(found, resumed)
        self._first = resumed.typed if resumed else Written.of(found)
        """What the form begins with."""
        self._files = list(self._first.attachments)

    @property
    def found(self) -> Material:
        """As it is stored."""
        return self.edit.found

    def name_words(self) -> str:
        """Say what the screen is called."""
        return f"报送材料 {self.found.deliverable.title}"

    def org_words(self) -> str:
        """Say whose data it shows, for the top line."""
        title = self.found.title
        return f"{self.found.org.name} {title.words()}" if title else self.found.org.name

    def next_words(self) -> str:
        """Say what to do next."""
        empty = self.is_mounted and bool(self.query("#text")) and not self.query_one("#text", LongInput).text
        return "一、（一）1. 开头的短行是标题" if empty else ""

    # Showing

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between the top line and the messages."""
        with Horizontal(id="title-line"):
            yield Static("标题")
            yield LineInput(self._first.heading, placeholder=self.found.deliverable.title, id="heading")
        yield LongInput(self._first.text, placeholder="在这里写正文，也可以粘贴。", id="text")
        empty = "还没有照片和附件：按 Ctrl+N 加照片，按 Ctrl+R 加附件。"
        yield RowList((ListColumn("照片和附件"), ListColumn("说明")), empty=empty, id="files")

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self._show_files()
        self.query_one("#text", LongInput).focus()

    def _show_files(self, at: int | None = None) -> None:
        rows = self.query_one(RowList)
        rows.styles.height = 1 + max(1, min(len(self._files), 6))
        shown = [
            ListRow(str(place), (f"{'照片' if one.kind == 'photo' else '附件'} {one.name}", one.caption))
            for place, one in enumerate(self._files)
        ]
        rows.set_rows(shown, None if at is None else str(at))
        self.refresh_chrome()

    # Moving

    @on(Input.Submitted, "#heading")
    def to_text(self) -> None:
        """Go on from the title to the text."""
        self.query_one("#text", LongInput).focus()

    @on(LongInput.Leave)
    def leave_text(self, event: LongInput.Leave) -> None:
        """Go up to the title, or down to the files."""
        if event.direction < 0:
            self.query_one("#heading", LineInput).focus()
        elif self._files:
            self.query_one(RowList).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action in ("remove", "caption"):
            return self._here is not None and (action == "remove" or self._here.kind == "photo")
        if action in ("history", "export_word"):
            return self.found.document is not None
        return super().check_action(action, parameters)

    @property
    def _here(self) -> Attachment | None:
        """The one at the cursor, while the list has the focus."""
        if not self.is_mounted or not isinstance(self.focused, RowList):
            return None
        key = self.query_one(RowList).key
        return self._files[int(key)] if key else None

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus."""
        self.refresh_bindings()
        self.refresh_chrome()

    # Photographs and files

    def action_photo(self) -> None:
        """Add a photograph."""
        self._add(ask_for_photo)

    def action_file(self) -> None:
        """Add a file."""
        self._add(ask_for_file)

    @flow
    async def _add(self, ask: Callable[[TaizhangScreen, str], Awaitable[Attachment | None]]) -> None:
        one = await ask(self, self.found.org.id)
        if one is not None:
            self._files.append(one)
            self._show_files(len(self._files) - 1)
            self.autosave.keep_quietly()
            self.say(f"已加上：{one.name}。按 F2 保存后才算数。")

    @on(RowList.Chosen)
    @flow
    async def action_caption(self) -> None:
        """Write the caption of a photograph anew."""
        one = self._here
        if one is None or one.kind != "photo":
            return
        caption = await self.app.push_screen_wait(CaptionDialog(one.name, one.caption))
        if caption is not None:
            place = self._files.index(one)
            self._files[place] = msgspec.structs.replace(one, caption=caption)
            self._show_files(place)
            self.autosave.keep_quietly()

    def action_remove(self) -> None:
        """Take a photograph or file away."""
        one = self._here
        if one is not None:
            self._files.remove(one)
            self._show_files()
            self.autosave.keep_quietly()
            self.say(f"已去掉：{one.name}。按 F2 保存后才算数，原来保存的文件仍留着。")

    # Saving

    @flow
    async def action_save(self) -> None:
        """Save what the form holds."""
        if not self.unsaved() and self.found.document is not None:
            self.say("没有改动。")
            return
        saved = await save(self.app, partial(self.edit.write, self.campaign, self._now), self._hold)
        stored = self.edit.newest(self.campaign) if saved is Merged.MERGED else saved
        if stored is None or isinstance(stored, Merged):
            return
        self._begin(stored)
        said = f"已保存：{stored.words}。按 F5 导出 Word。"
        self.say("已按所选的合并保存。" if saved is Merged.MERGED else said)

    def _hold(self, field: str, text: str) -> None:
        if field == "heading":
            self.query_one("#heading", LineInput).load(text)
        elif field == "text":
            self.query_one("#text", LongInput).load(text)

    def _begin(self, saved: Material) -> None:
        """Go on from what is stored."""
        self.edit.begin(saved)
        self._files = list(saved.attachments)
        self.autosave.discard()
        self.query_one("#heading", LineInput).load(saved.heading)
        text = self.query_one("#text", LongInput)
        if text.text != saved.text:
            text.load(saved.text)
        self._show_files()
        self.refresh_bindings()

    # Others

    def watched(self) -> Sequence[str]:
        """Name the shards that hold what is shown."""
        return (shard_of(self.campaign, self.found.org.id),)

    def others_saved(self) -> None:
        """Say what others have saved."""
        news = self.edit.news(self.campaign)
        if news:
            self.say(news)

    @flow
    async def action_history(self) -> None:
        """Open the history of what is at the cursor."""
        document = self.found.document
        if document is None:
            return
        past = of_document(shard_of(self.campaign, document.org), document.id)
        back = await self.app.push_screen_wait(HistoryScreen(self.found.printed_title, past))
        newest = self.edit.newest(self.campaign) if back is not None else None
        if newest is not None and not self.unsaved():
            self._begin(newest)

    def export_work(self, on_paper: bool) -> Callable[[Path], Outcome] | None:
        """What is saved, as a document."""
        if self.unsaved():
            self.say("还有没保存的内容：先按 F2 保存，再按 F5 导出。", bad=True)
            return None
        return partial(written, self.campaign, [self.found])

    # Never losing what was typed

    @property
    def _now(self) -> Written:
        """What the form holds."""
        heading = self.query_one("#heading", LineInput).value.strip()
        return Written(heading, self.query_one("#text", LongInput).text, tuple(self._files))

    def unsaved_values(self) -> Values | None:
        """Give what is typed and not saved; None: nothing is."""
        now = self._now if self.query("#text") else self.edit.start
        return None if now == self.edit.start else now.as_values()

    def draft_place(self) -> dict[str, Any]:
        """Say where a draft of it belongs."""
        return self.edit.place()

    def result(self) -> bool:
        """Give what the screen answers."""
        return self.edit.saved

    @on(Input.Changed)
    @on(TextArea.Changed)
    def typed(self) -> None:
        """Note that something was typed."""
        self.autosave.typed()
