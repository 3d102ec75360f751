"""What saving may have to ask: reasons for what looks unusual; what to do when somebody was quicker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from forms.neutral import one_line
from forms.remark import Remark
from tui.actions import Action
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.inputs import LineInput

FORCE = Action("force", ("f2", "ctrl+s"), "仍按此填报", "按现在这样保存，并把原因一起留存。", priority=True)
GO_BACK = Action("cancel", ("escape",), "回去修改", "关掉这个框，回到填写的地方，什么也不保存。")
USUAL_REASON = "情况属实"


class Reasons(Dialog[dict[str, str] | None]):
    """仍按此填报（说明原因）: a reason for each soft remark, by field id; None to go back and change it."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (FORCE, GO_BACK)
    DEFAULT_CSS = """
    Reasons {
        #box { width: 76; }
        VerticalScroll { height: auto; max-height: 14; }
        .remark { height: auto; }
        LineInput { margin-bottom: 1; background: $background; }
    }
    """

    def __init__(self, remarks: Sequence[Remark], labels: Mapping[str, str]) -> None:
        super().__init__("下面这些与通常不同。仍按此填报的，请说明原因，一起留存。")
        by_field: dict[str, str] = {}
        for remark in remarks:
            by_field[remark.field] = f"{by_field.get(remark.field, '')} {remark.text}".strip()
        self._said: dict[str, list[str]] = {}
        """What is said, and of which fields: the same of two (in words and as a number) is asked once."""
        for field, sentences in by_field.items():
            self._said.setdefault(sentences, []).append(field)
        self._labels = labels

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            for place, (sentences, fields) in enumerate(self._said.items()):
                names = "、".join(one_line(self._labels.get(field, field)) for field in fields)
                yield Static(Text(f"{names}：{one_line(sentences)}"), classes="remark")
                yield LineInput(USUAL_REASON, placeholder="原因", id=f"reason-{place}")

    def on_mount(self) -> None:
        box = self.query(LineInput).first()
        box.focus()
        box.select_all()

    @on(Input.Submitted)
    def on_enter(self, event: Input.Submitted) -> None:
        boxes = list(self.query(LineInput))
        place = next(index for index, box in enumerate(boxes) if box is event.input)
        if place + 1 < len(boxes):
            boxes[place + 1].focus()
            boxes[place + 1].select_all()
        else:
            self.refuse("都看过了就按 F2 保存，或按 Esc 回去修改。")

    def action_force(self) -> None:
        reasons = [box.value.strip() for box in self.query(LineInput)]
        empty = next((place for place, reason in enumerate(reasons) if not reason), None)
        if empty is not None:
            self.query_one(f"#reason-{empty}", LineInput).focus()
            self.refuse("请写明原因，几个字也行，如“情况属实”。")
            return
        pairs = zip(self._said.values(), reasons, strict=True)
        self.dismiss({field: reason for fields, reason in pairs for field in fields})
