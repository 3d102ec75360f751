"""One row of a file in full: what is stored and what would be, what was supposed, why it cannot be taken."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from exports.readers.headings import label
from exports.staging import remarks
from forms.pack import RecordsAnnex
from store.campaign.imports import Verdict
from tui.actions import Action
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.prose import Prose
from tui.widgets.wrapping import cut

CLOSE = Action("cancel", ("escape", "enter"), "关闭", "回到各行。")


class StagingDetail(Dialog[None]):
    """Scrolled with ↑↓ and PgUp PgDn."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (CLOSE,)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-12)", show=False),
        Binding("pagedown", "scroll(12)", show=False),
    ]
    DEFAULT_CSS = """
    StagingDetail {
        #box { height: 100%; max-height: 40; }
        VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, annex: RecordsAnnex, verdict: Verdict) -> None:
        super().__init__(verdict.proposal.where)
        self._text = detail_text(annex, verdict)

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Prose(self._text)

    def next_words(self) -> str:
        return "↑↓ 翻看"

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def brief(annex: RecordsAnnex, verdict: Verdict, width: int) -> list[str]:
    """A few lines: reasons, guesses, and of each change the place where it begins."""
    lines = []
    for field, stored, said in remarks(annex, verdict):
        if not stored:
            lines.append(f"{field}：{said}" if field else said)
            continue
        lead = f"{field}　已存："
        lines.append(cut(lead + stored, width).rstrip())
        lines.append(cut(" " * (cell_len(lead) - cell_len("改为：")) + "改为：" + said, width).rstrip())
    return lines


def detail_text(annex: RecordsAnnex, verdict: Verdict) -> str:
    """A paragraph a field, with its remarks beneath."""
    proposal = verdict.proposal
    parts = [verdict.why] if verdict.kind == "refused" and not verdict.cells else []
    parts += [why for name, why in verdict.cells.items() if name not in proposal.raw]
    differences = verdict.differences or {}
    for name, text in proposal.raw.items():
        lines = [f"{label(annex, name)}"]
        if name in verdict.cells:
            lines.append(f"！{verdict.cells[name]}")
        if name in differences:
            stored, proposed = differences[name]
            lines += [f"已存：{stored or '（空）'}", f"改为：{proposed or '（空）'}"]
        else:
            lines[0] += f"：{text or '（空）'}"
        if name in proposal.guessed:
            lines.append(f"* 推测：{proposal.guessed[name]}")
        parts.append("\n".join(lines))
    parts += [f"* 推测：{said}" for name, said in proposal.guessed.items() if name not in proposal.raw]
    return "\n".join(parts)
