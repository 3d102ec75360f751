"""One 报送材料: its title and text, photographs with captions, attached files; F5 makes the document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from forms.errors import TaizhangError
from store.campaign.history_queries import of_document
from store.campaign.material_data import Attachment, Material, stored_materials
from store.campaign.materials import save_material
from store.campaign.merging import MergeConflict
from store.campaign.organisations import shard_of
from tui.actions import HISTORY, SAVE, Action
from tui.screens.dialogs.notice import notice
from tui.screens.history.screen import open_history
from tui.screens.material.draft import Resumed
from tui.screens.material.kept import KeptMaterial
from tui.widgets.inputs import LineInput, LongInput
from tui.widgets.row_list import ListColumn, ListRow, RowList

if TYPE_CHECKING:
    from exports.batch import Outcome
    from store.protocol import Document

PHOTO = Action(
    "photo",
    ("ctrl+n", "insert"),
    "加照片",
    "选一张照片，写上说明；原件保存，印出的一份已缩小。",
    priority=True,
    changes=True,
)
FILE = Action(
    "file", ("ctrl+r",), "加附件", "附上一个文件，导出时放在 Word 旁边。", priority=True, changes=True
)
CAPTION = Action(
    "caption",
    ("enter",),
    "改说明",
    "改光标所在照片的说明；只在照片和附件的列表里。",
    show=False,
    changes=True,
)
REMOVE = Action(
    "remove", ("f8",), "去掉", "去掉光标所在的照片或附件；保存后才算数。", priority=True, changes=True
)


class MaterialScreen(KeptMaterial):
    """Answers True when something was saved."""

    NAME = "报送材料"
    ACTIONS: ClassVar[tuple[Action, ...]] = (SAVE, PHOTO, FILE, CAPTION, REMOVE, HISTORY)
    DEFAULT_CSS = """
    MaterialScreen {
        #title-line { height: 1; margin-bottom: 1; }
        #title-line Static { width: 6; }
        #title-line LineInput { width: 1fr; }
        #text { height: 1fr; }
        #files { height: auto; max-height: 7; margin-top: 1; }
    }
    """

    def __init__(self, found: Material, *, resumed: Resumed | None = None) -> None:
        super().__init__(found, resumed)
        self._told = 0
        """Revision that was last said to be another's."""

    def name_words(self) -> str:
        return f"报送材料 {self.found.deliverable.title}"

    def org_words(self) -> str:
        title = self.found.title
        return f"{self.found.org.name} {title.words()}" if title else self.found.org.name

    def next_words(self) -> str:
        empty = self.is_mounted and bool(self.query("#text")) and not self.query_one("#text", LongInput).text
        return "一、（一）1. 开头的短行是标题" if empty else ""

    # Showing

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="title-line"):
            yield Static("标题")
            yield LineInput(self.first.heading, placeholder=self.found.deliverable.title, id="heading")
        yield LongInput(self.first.text, placeholder="在这里写正文，也可以粘贴。", id="text")
        empty = "还没有照片和附件：按 Ctrl+N 加照片，按 Ctrl+R 加附件。"
        yield RowList((ListColumn("照片和附件"), ListColumn("说明")), empty=empty, id="files")

    def on_mount(self) -> None:
        self._show_files()
        self.query_one("#text", LongInput).focus()

    def _show_files(self, at: int | None = None) -> None:
        rows = self.query_one(RowList)
        rows.styles.height = 1 + max(1, min(len(self.files), 6))
        shown = [
            ListRow(str(place), (f"{'照片' if one.kind == 'photo' else '附件'} {one.name}", one.caption))
            for place, one in enumerate(self.files)
        ]
        rows.set_rows(shown, None if at is None else str(at))
        self.refresh_chrome()

    # Moving

    @on(Input.Submitted, "#heading")
    def to_text(self) -> None:
        self.query_one("#text", LongInput).focus()

    @on(LongInput.Leave)
    def leave_text(self, event: LongInput.Leave) -> None:
        if event.direction < 0:
            self.query_one("#heading", LineInput).focus()
        elif self.files:
            self.query_one(RowList).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("remove", "caption"):
            return self._here is not None and (action == "remove" or self._here.kind == "photo")
        if action == "history":
            return self.found.document is not None
        if action == "export_word":
            return self.found.document is not None
        return super().check_action(action, parameters)

    @property
    def _here(self) -> Attachment | None:
        """The one at the cursor, while the list has the focus."""
        if not self.is_mounted or not isinstance(self.focused, RowList):
            return None
        key = self.query_one(RowList).key
        return self.files[int(key)] if key else None

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.refresh_bindings()
        self.refresh_chrome()

    # Photographs and files

    def action_photo(self) -> None:
        from tui.screens.material.files import add_photo

        add_photo(self, self.found.org.id, self._take)

    def action_file(self) -> None:
        from tui.screens.material.files import add_file

        add_file(self, self.found.org.id, self._take)

    def _take(self, one: Attachment) -> None:
        self.files.append(one)
        self._show_files(len(self.files) - 1)
        self.keep_quietly()
        self.say(f"已加上：{one.name}。按 F2 保存后才算数。")

    @on(RowList.Chosen)
    def chosen(self) -> None:
        self.action_caption()

    def action_caption(self) -> None:
        one = self._here
        if one is None or one.kind != "photo":
            return
        from tui.screens.material.files import CaptionDialog

        place = self.files.index(one)

        def answered(caption: str | None) -> None:
            if caption is not None:
                self.files[place] = msgspec.structs.replace(one, caption=caption)
                self._show_files(place)
                self.keep_quietly()

        self.app.push_screen(CaptionDialog(one.name, one.caption), answered)

    def action_remove(self) -> None:
        one = self._here
        if one is not None:
            self.files.remove(one)
            self._show_files()
            self.keep_quietly()
            self.say(f"已去掉：{one.name}。按 F2 保存后才算数，原来保存的文件仍留着。")

    # Saving

    def action_save(self) -> None:
        now = self.now
        if not self.unsaved() and self.found.document is not None:
            self.say("没有改动。")
            return
        try:
            saved = save_material(
                self.campaign, self.found, now.heading, now.text, now.attachments, self.base
            )
        except MergeConflict as needed:
            from tui.screens.history.merge import merge_then

            merge_then(self, needed, lambda done: self._settled() if done else None, self._hold)
            return
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
            return
        self._begin(saved)
        self.say(f"已保存：{saved.words}。按 F5 导出 Word。")

    def _settled(self) -> None:
        """The two versions have been put together and saved."""
        newest = self._newest()
        if newest is not None:
            self._begin(newest)
            self.say("已按所选的合并保存。")

    def _hold(self, field: str, text: str) -> None:
        if field == "heading":
            self.query_one("#heading", LineInput).load(text)
        elif field == "text":
            self.query_one("#text", LongInput).load(text)

    def _begin(self, saved: Material) -> None:
        """Go on from what is stored."""
        self.settled(saved)
        self.query_one("#heading", LineInput).load(saved.heading)
        text = self.query_one("#text", LongInput)
        if text.text != saved.text:
            text.load(saved.text)
        self._show_files()
        self.refresh_bindings()

    def _newest(self) -> Material | None:
        one = self.found
        shard = shard_of(self.campaign, one.org.id)
        kept = stored_materials(self.campaign, shard, one.org, one.deliverable, one.title)
        return next((found for found in kept if found.number == one.number), None)

    # Others

    def watched(self) -> Sequence[str]:
        return (shard_of(self.campaign, self.found.org.id),)

    def others_saved(self) -> None:
        newest = self._newest()
        rev = newest.document.rev if newest and newest.document else 0
        if rev not in (self.base, self._told):
            self._told = rev
            self.say(notice("这份材料", newest.document if newest else None))

    def action_history(self) -> None:
        document = self.found.document
        if document is None:
            return

        def seen(back: Document | None) -> None:
            newest = self._newest() if back is not None else None
            if newest is not None and not self.unsaved():
                self._begin(newest)

        past = of_document(shard_of(self.campaign, document.org), document.id)
        open_history(self, self.found.printed_title, past, then=seen)

    def export_work(self, format: str) -> Callable[[Path], Outcome] | None:
        """What is saved, as a document."""
        if self.unsaved():
            self.say("还有没保存的内容：先按 F2 保存，再按 F5 导出。", bad=True)
            return None
        campaign, found = self.campaign, self.found

        def work(folder: Path) -> Outcome:
            from exports.batch import export_written

            return export_written(campaign, [found], folder)

        return work
