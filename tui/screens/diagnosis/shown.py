"""What stands on the diagnosis screen: read from the store, and shown indicator by indicator."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.containers import Vertical
from textual.widgets import Static

from forms.errors import BadInput
from forms.neutral import one_line
from forms.pack import Measure
from store.campaign.counted import counted
from store.campaign.diagnosis import Diagnosis, Item, diagnosis
from store.campaign.earlier import earlier
from store.campaign.evidence import evidence
from store.campaign.findings import findings
from store.campaign.organisations import organisations
from store.campaign.watching import shards_of
from tui.screens.base import TaizhangScreen
from tui.widgets.cut_line import CutLine
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.measure_row import Count, MeasureRow
from tui.widgets.prose import Prose
from tui.widgets.row_list import ListRow, RowList
from tui.widgets.verdicts import VerdictLine, VerdictMap

OUTSIDE = "outside"
"""Where findings 指南以外 are written, after the last indicator."""
WHERE = "指南以外"


class DiagnosisShown(TaizhangScreen):
    """``org`` empty: the person's own organisation, else the first that has a guide. ``at``: an indicator."""

    NAME = "附件3 诊断"

    def __init__(self, org: str = "", at: str = "") -> None:
        super().__init__()
        self._org_id, self._at = org, at
        self._now: Diagnosis | None = None
        self._shown = ""
        """Organisation and indicator whose measures stand on the screen."""

    def name_words(self) -> str:
        guides = self.campaign.pack.guides
        return f"附件{guides.number} {guides.name}" if guides else self.NAME

    def org_words(self) -> str:
        return self._now.org.name if self._now else ""

    def export_target(self) -> tuple[str, str] | None:
        guides = self.campaign.pack.guides
        return (guides.id, self._now.org.id) if guides and self._now else None

    def watched(self) -> Sequence[str]:
        return shards_of(self.campaign, self._now.org.id) if self._now else ()

    @property
    def _item(self) -> Item | None:
        """The indicator on the screen; None: 指南以外."""
        return self._now.item(self._at) if self._now and self._at != OUTSIDE else None

    def read_anew(self) -> None:
        """The measures too."""
        self._shown = ""
        self.reload()

    def refresh_data(self) -> None:
        self._now = self._read()
        if self._now is None:
            return
        ids = [item.id for item in self._now.items]
        if self._at not in (*ids, OUTSIDE):
            self._at = self._now.next_open() or ids[0]
        self._show()

    def _read(self) -> Diagnosis | None:
        known = organisations(self.campaign)
        wanted = known.get(self._org_id or self.shell.org)
        for org in ([wanted] if wanted else []) + list(known.units) + list(known.all):
            try:
                now = diagnosis(self.campaign, org.id)
            except BadInput:
                continue  # a school has no guide: the next organisation has
            self._org_id = org.id
            return now
        self.query_one("#counts", Static).update(
            Text("还没有可以诊断的党组织。按 Esc 回到待办，先添加党组织。")
        )
        self.query_one("#page").display = False
        return None

    def _show(self) -> None:
        now, item = self._now, self._item
        assert now is not None
        self._show_counts(now)
        self.query_one(VerdictMap).show(now, self._at if item else "")
        self.query_one(VerdictLine).show(now.guide, item)
        self._show_past(now, item)
        self._show_remark(item)
        editor = self.query_one(FindingsEditor)
        if not editor.edited:  # what was just changed there is on its way to being saved
            editor.org, editor.guide = now.org.id, now.guide
            editor.load(findings(self.campaign, now.org.id), indicator=item.id if item else "")
        place = f"{now.org.id} {self._at}"
        if place != self._shown:
            self._shown = place
            self._show_indicator(now, item)
        else:
            self._renew_measures(item)
        self._show_list(now)

    def _show_counts(self, now: Diagnosis) -> None:
        total = len(now.items)
        words = f"已诊断 {total - now.open}/{total} · 未诊断 {now.open}"
        short = sum(item.verdict is not None and item.verdict.short for item in now.items)
        words += f" · 有不足 {short}" if short else ""
        title = Text(words)
        title.append(f"    {one_line(now.guide.title)}", style="not bold")
        self.query_one("#counts", Static).update(title)

    def _show_indicator(self, now: Diagnosis, item: Item | None) -> None:
        heading = f"{one_line(item.criterion.heading)}    {item.id} {item.indicator.short}" if item else WHERE
        self.query_one("#heading", Static).update(Text(heading, no_wrap=True))
        official = item.indicator.text if item else "不在诊断指南所列指标之内的问题，台账里照样列出。"
        self.query_one("#official > Prose", Prose).show(official)
        self.query_one("#official").scroll_home(animate=False)
        self.query_one("#work").scroll_home(animate=False)
        box = self.query_one("#measures", Vertical)
        with self.app.batch_update():
            box.remove_children()
            if item is not None and item.indicator.measures:
                box.mount_all(
                    [
                        MeasureRow(one, item.measures.get(one.id), item.rev, self._counting(now.org.id, one))
                        for one in item.indicator.measures
                    ]
                )

    def _counting(self, org: str, measure: Measure) -> Count:
        return lambda period: counted(self.campaign, org, measure, period)

    def _renew_measures(self, item: Item | None) -> None:
        """Numbers that others have changed meanwhile; what is being typed stays."""
        if item is not None:
            for row in self.query(MeasureRow):
                row.renew(item.measures.get(row.measure.id), item.rev)

    def _show_remark(self, item: Item | None) -> None:
        words = ""
        assert self._now is not None
        if item is not None and item.verdict is None:
            if item.suggestion == "skip":
                words = f"按类型（{self._now.org.type}）一般不涉及，可按 0；涉及就照常诊断。"
            elif item.suggestion == "ask":
                words = "这一条不是每个党组织都涉及，请先确认；不涉及按 0。"
        elif item is not None and item.wants_finding and item.verdict is not None:
            words = f"结论是“{item.verdict.word}”，还没有写存在问题；按 Tab 到下面写一条。"
        remark = self.query_one("#remark", Prose)
        remark.show(words)
        remark.display = bool(words)

    def _show_past(self, now: Diagnosis, item: Item | None) -> None:
        """What it was the last time, and the records it points to."""
        before = earlier(self.campaign, now.org.id, item) if item else None
        self.query_one("#before", CutLine).show(before.words if before else "")
        found = evidence(self.campaign, now.org.id, item.evidence) if item else []
        words = f"佐证：{len(found)}条　{'；'.join(one.words for one in found)}" if found else ""
        self.query_one("#evidence", CutLine).show(words)

    def _show_list(self, now: Diagnosis) -> None:
        rows: list[ListRow] = []
        heading = ""
        for item in now.items:
            if item.criterion.heading != heading:
                heading = item.criterion.heading
                rows.append(ListRow(heading, (heading,), heading=True))
            word = item.verdict.word if item.verdict else "未诊断"
            short = item.verdict is not None and item.verdict.short
            rows.append(ListRow(item.id, (item.id, item.indicator.short, word), strong=short))
        rows.append(ListRow(OUTSIDE, ("-", WHERE, f"{len(now.outside)}条" if now.outside else "")))
        self.query_one("#all", RowList).set_rows(rows, self._at)
