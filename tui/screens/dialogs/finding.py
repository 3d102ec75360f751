"""The dialog for one finding: its original text, its wording for the ledger, its indicator, listed or not;
and the flow in which a finding of a list is changed or deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Vertical

from forms.neutral import one_line
from forms.pack import Field, Guide
from store.campaign.findings import Finding
from tui.actions import action
from tui.screens.dialogs.dialog import CANCEL, Ask, Dialog
from tui.widgets.entry_form import EntryForm
from tui.widgets.findings_editor import FindingsEditor
from tui.widgets.indicator_picker import IndicatorPicker, matching

TAKE = action("take | f2 ctrl+s | 确定 | 用这样改过的一条。 | priority")
CHOOSE = action("indicator | f4 | 选指标 | 从诊断指南里选对照的指标，可按编号或字词筛选。 | priority")

FIELDS = (
    Field(id="text", label="问题原文", kind="long", required=True),
    Field(id="wording", label="台账表述", kind="long"),
    Field(id="indicator", label="对照指标"),
    Field(id="listed", label="列入台账"),
)
YES, NO = "是", "否"


class FindingDialog(Dialog[Finding | None]):
    """The changed finding, or None when left with Esc. It writes nothing itself."""

    QUESTION = ("这一条改过了，还没有确定。", "放弃修改", "接着改")

    ACTIONS = (TAKE, CHOOSE, CANCEL)
    DEFAULT_CSS = """
    FindingDialog {
        #box { width: 78; height: 22; max-height: 96%; }
        EntryForm { height: 8; }
        #choice { height: 1fr; margin-top: 1; }
    }
    """

    def __init__(self, finding: Finding, guide: Guide | None) -> None:
        super().__init__("存在问题")
        self._finding, self._guide = finding, guide

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        finding = self._finding
        raw = {
            "text": finding.text,
            "wording": finding.wording,
            "indicator": finding.indicator,
            "listed": YES if finding.listed else NO,
        }
        yield EntryForm(FIELDS, raw, date.today)
        with Vertical(id="choice"):
            if self._guide is not None:
                yield IndicatorPicker(self._guide)

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self.query_one(EntryForm).go("text")
        if self._guide is not None:
            self.query_one(IndicatorPicker).suggest(self._finding.text, self._finding.indicator)

    def next_words(self) -> str:
        """Say what to do next."""
        return "台账表述空着时印原文"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        return self._guide is not None if action == "indicator" else True

    def action_indicator(self) -> None:
        """Choose the indicator from the guide."""
        raw = self.query_one(EntryForm).raw
        self.query_one(IndicatorPicker).ask(raw["text"], raw["indicator"])

    @on(IndicatorPicker.Picked)
    def picked(self, event: IndicatorPicker.Picked) -> None:
        """Write the chosen indicator down."""
        row = self.query_one(EntryForm).row("indicator")
        if row is not None:
            row.load(event.indicator)
            row.enter()

    @on(IndicatorPicker.Cancelled)
    def cancelled(self) -> None:
        """Go back to the line of the indicator."""
        self.query_one(EntryForm).go("indicator")

    def action_take(self) -> None:
        """Answer with the finding as it is written here."""
        raw = self.query_one(EntryForm).raw
        text = one_line(raw["text"]).strip()
        if not text:
            self.refuse("问题原文不能空；不需要这一条时，回到列表按 F8 删除。")
            return
        typed = raw["indicator"].strip()
        meant = matching(self._guide, typed) if typed and self._guide else []
        if typed and len(meant) != 1:
            self.refuse(f"“{one_line(typed)}”不是一条指标的编号，请按 F4 从指南里选，或空着表示指南以外。")
            return
        listed = raw["listed"].strip()
        if listed not in (YES, NO, "1", "0", "１", "０"):
            self.refuse("列入台账请填“是”或“否”。")
            return
        changed = replace(
            self._finding,
            text=text,
            wording=one_line(raw["wording"]).strip(),
            indicator=meant[0] if meant else "",
            listed=listed in (YES, "1", "１"),
        )
        self.dismiss(changed)

    def unsaved(self) -> bool:
        """Tell whether something would be lost by leaving."""
        return bool(self.query_one(EntryForm).changed())


async def ask_about_finding(app: App[Any], asked: FindingsEditor.Asked) -> None:
    """In a flow: how a finding of a list is to be, or whether it is to be deleted."""
    editor, key = asked.editor, asked.key
    finding = editor.finding(key)
    if finding is None:
        return
    if asked.delete:
        question = f"删除这个问题？\n{one_line(finding.printed)}"
        if await app.push_screen_wait(Ask(question, yes="删除", no="不删")):
            editor.drop(key, finding)
    else:
        changed = await app.push_screen_wait(FindingDialog(finding, editor.guide))
        if changed is not None:
            editor.put(key, changed)
