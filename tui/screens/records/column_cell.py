"""The cell being edited down a column: what it held, whether that has changed, its draft, how it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from forms.errors import TaizhangError
from forms.neutral import one_line
from forms.pack import Field, RecordsAnnex
from store.campaign.entries import save_entry
from store.campaign.findings import findings
from store.campaign.merging import MergeConflict
from store.campaign.records import Row, Unsettled, record_id, records_annex
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.ask import Choose
from tui.screens.entry.draft import DRAFT_DELAY, DraftKeeper, Typed
from tui.screens.entry.reasons import Reasons
from tui.widgets.field_rows import FieldRow


class ColumnCell(TaizhangScreen):
    """One field of one record at a time."""

    def __init__(self, annex: str, org: str, field: str) -> None:
        super().__init__()
        self._annex_id, self._org, self._field_id = annex, org, field
        self._rows: dict[str, Row] = {}
        self._key = ""
        """Of the row in the box."""
        self._base = 0
        self._text = ""
        """What the box held when it was last the same as the store."""
        self._stored = ""
        """That text as it is stored."""
        self.changed = 0
        self.told: list[str] = []
        """What is said of the last save."""
        self._timer_running = False

    @cached_property
    def _keeper(self) -> DraftKeeper:
        return DraftKeeper(self.shell.drafts)

    @property
    def annex(self) -> RecordsAnnex:
        return records_annex(self.campaign, self._annex_id)

    @property
    def field(self) -> Field:
        return self.annex.by_id[self._field_id]

    @property
    def many(self) -> bool:
        return self.annex.rows == "many"

    @property
    def edit(self) -> FieldRow:
        return self.query_one(FieldRow)

    def document_id(self, row: Row) -> str:
        return row.document.id if row.document else record_id(self.annex, row.org.id)

    # For the screen

    def saved(self) -> None:
        """The cell has been saved."""

    def describe(self, row: Row) -> str:
        """A record in a few words."""
        return row.org.name

    def same(self, key: str, row: Row) -> bool:
        """Is this what the box holds already? Then the cursor stays where it is in it."""
        if key != self._key or row.texts.get(self._field_id, "") != self._stored:
            return False
        self._base = row.document.rev if row.document else 0
        return True

    def take(self, key: str, row: Row) -> None:
        """Edit the cell of this row."""
        self._key, self._base = key, row.document.rev if row.document else 0
        self._stored = row.texts.get(self._field_id, "")
        self.edit.load(self._stored)
        self._text = self.edit.raw  # a box of one line shows a text of several as one
        self.edit.show_remarks([])

    # Never losing what was typed

    def unsaved(self) -> bool:
        return bool(self._key) and bool(self.query(FieldRow)) and self.edit.raw != self._text

    def keep_soon(self) -> None:
        """Something was typed."""
        if not self._timer_running:
            self._timer_running = True
            self.set_timer(DRAFT_DELAY, self._keep)

    def _keep(self) -> None:
        self._timer_running = False
        try:
            self.keep_draft()
        except TaizhangError as error:
            self.say(error.sentence, bad=True)

    def keep_draft(self) -> None:
        """As the entry form of the record keeps it: that is where it is gone on with."""
        if not self.unsaved():
            return
        row = self._rows[self._key]
        own = self.annex.own_fields
        texts = {field.id: row.texts.get(field.id, "") for field in own} | {self._field_id: self.edit.raw}
        found = tuple(findings(self.campaign, row.org.id)) if len(own) < len(self.annex.fields) else ()
        title = f"附件{self.annex.number} {self.annex.name}　{row.org.name}"
        place = self.shell.place(
            annex=self._annex_id, org=row.org.id, id=self.document_id(row), base=self._base, title=title
        )
        self._keeper.keep(Typed(texts, found, found), place)

    def give_up(self) -> None:
        """Without the change that was not saved."""
        self.edit.load(self._text)
        self._keeper.discard()

    def on_unmount(self) -> None:
        self._keeper.leave()

    # Saving

    def commit(
        self, then: Callable[[], object], forced: Mapping[str, str] | None = None, incomplete: bool = False
    ) -> None:
        """Save the cell if it has changed, then go on; or ask, and stay."""
        self.edit.check(self.campaign.entry_day)
        self.told = []
        if not self.unsaved():
            self._keeper.discard()
            then()
            return
        row = self._rows[self._key]
        try:
            saved = save_entry(
                self.campaign,
                self._annex_id,
                row.org.id,
                {self._field_id: self.edit.raw},
                id=self.document_id(row),
                base=self._base,
                forced=forced,
                incomplete=incomplete,
            )
        except Unsettled as refusal:
            self._unsettled(refusal, then, dict(forced or {}))
        except MergeConflict as needed:
            self._merge(needed, then)
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
        else:
            state = "存为未完成" if saved.state == "incomplete" else "已保存"
            self.told = [f"{state}：{self.describe(row)}。"]
            self._done(then)

    def _done(self, then: Callable[[], object]) -> None:
        self._keeper.discard()
        self.changed += 1
        self._text = self.edit.raw
        self.saved()
        then()

    def _unsettled(self, refusal: Unsettled, then: Callable[[], object], forced: dict[str, str]) -> None:
        """As in the entry form; what other fields lack of a record that lacked it before is no news."""
        row = self._rows[self._key]
        begun = row.document is None or row.incomplete
        labels = {field.id: field.label for field in self.annex.fields}
        hard = [remark for remark in refusal.remarks if remark.kind != "soft"]
        soft = [remark for remark in refusal.remarks if remark.kind == "soft" and remark.field not in forced]
        here = [remark for remark in refusal.remarks if remark.field == self._field_id]
        news = [remark for remark in hard if not begun or remark.field == self._field_id]
        self.edit.show_remarks(here)
        asked = [remark for remark in soft if not hard or remark.field == self._field_id]
        if news:
            names = "、".join(dict.fromkeys(one_line(labels.get(one.field, one.field)) for one in news))

            def answered(answer: str | None) -> None:
                if answer == "incomplete":
                    self.commit(then, forced, incomplete=True)

            options = [("back", "继续改"), ("incomplete", "存为未完成，以后再补")]
            self.app.push_screen(Choose(f"还没有填好：{names}。", options), answered)
        elif asked:

            def reasoned(reasons: dict[str, str] | None) -> None:
                if reasons is not None:
                    self.commit(then, {**forced, **reasons}, incomplete=bool(hard))

            self.app.push_screen(Reasons(asked, labels), reasoned)
        else:
            self.commit(then, forced, incomplete=True)

    def _merge(self, needed: MergeConflict, then: Callable[[], object]) -> None:
        from tui.screens.history.merge import merge_then

        def settled(done: bool) -> None:
            if done:
                self.told = [f"已保存：{self.describe(self._rows[self._key])}。"]
                self._done(then)

        def hold(field: str, text: str) -> None:
            if field == self._field_id:
                self.edit.load(text)

        merge_then(self, needed, settled, hold)
