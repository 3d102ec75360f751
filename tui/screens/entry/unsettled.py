"""What is asked of somebody who saves a record that is not all it should be: keep it as 未完成? for what
reason is it unusual? is it the same as one that is there?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from rich.text import Text
from textual import on
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from forms.kinds.registry import kind_of
from forms.neutral import one_line
from forms.pack import RecordsAnnex
from forms.remark import Remark
from store.campaign.records import Unsettled
from store.protocol import Document
from tui.actions import action
from tui.screens.dialogs.dialog import Choose, Dialog
from tui.screens.saving import Merged, save
from tui.widgets.inputs import LineInput
from tui.widgets.version_text import moment

FORCE = action("force | f2 ctrl+s | 仍按此填报 | 按现在这样保存，并把原因一起留存。 | priority")
GO_BACK = action("cancel | escape | 回去修改 | 关掉这个框，回到填写的地方，什么也不保存。")
USUAL_REASON = "情况属实"


class Reasons(Dialog[dict[str, str] | None]):
    """仍按此填报（说明原因）: a reason for each soft remark, by field id; None to go back and change it."""

    ACTIONS = (FORCE, GO_BACK)
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
        for name, sentences in by_field.items():
            self._said.setdefault(sentences, []).append(name)
        self._labels = labels

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        with VerticalScroll(can_focus=False):
            for place, (sentences, fields) in enumerate(self._said.items()):
                names = "、".join(one_line(self._labels.get(field, field)) for field in fields)
                yield Static(Text(f"{names}：{one_line(sentences)}"), classes="remark")
                yield LineInput(USUAL_REASON, placeholder="原因", id=f"reason-{place}")

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        box = self.query(LineInput).first()
        box.focus()
        box.select_all()

    @on(Input.Submitted)
    def on_enter(self, event: Input.Submitted) -> None:
        """Go on to the next reason."""
        boxes = list(self.query(LineInput))
        place = next(index for index, box in enumerate(boxes) if box is event.input)
        if place + 1 < len(boxes):
            boxes[place + 1].focus()
            boxes[place + 1].select_all()
        else:
            self.refuse("都看过了就按 F2 保存，或按 Esc 回去修改。")

    def action_force(self) -> None:
        """Answer with the reasons, once each is written."""
        reasons = [box.value.strip() for box in self.query(LineInput)]
        empty = next((place for place, reason in enumerate(reasons) if not reason), None)
        if empty is not None:
            self.query_one(f"#reason-{empty}", LineInput).focus()
            self.refuse("请写明原因，几个字也行，如“情况属实”。")
            return
        pairs = zip(self._said.values(), reasons, strict=True)
        self.dismiss({field: reason for fields, reason in pairs for field in fields})


ADD, BACK, OPEN = "add", "back", "open"


class DuplicateDialog(Choose):
    """``ADD``, ``BACK`` or ``OPEN``; the careful answer comes first."""

    DEFAULT_CSS = """
    DuplicateDialog {
        #box { width: 76; }
        #other { height: auto; max-height: 8; margin-bottom: 1; }
    }
    """

    def __init__(self, annex: RecordsAnnex, other: Document, new: bool) -> None:
        options = [(BACK, "回去"), (OPEN, "打开那一条"), (ADD, "仍然新增" if new else "仍然保存")]
        super().__init__("可能已经有这一条了：", options)
        self._annex, self._other = annex, other

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        yield Static(Text("\n".join(self._lines())), id="other")
        yield from super().compose_box()

    def _lines(self) -> list[str]:
        other = self._other
        said = [(field.label, kind_of(field).show(other.data.get(field.id))) for field in self._annex.fields]
        lines = [f"{one_line(label)}：{one_line(text)}" for label, text in said if text][:4]
        return [*lines, f"{one_line(other.created_by)} 于 {moment(other.created_at)} 录入"]


@dataclass(frozen=True)
class Answers:
    """What was said so far."""

    forced: Mapping[str, str] = field(default_factory=dict)
    """The reason for each field that is saved against a soft remark."""
    incomplete: bool = False
    """It is kept as 未完成."""

    def force(self, reasons: Mapping[str, str]) -> Answers:
        """With more reasons; a second one for the same field stands before the first."""
        both = {name: f"{why}；{self.forced[name]}" for name, why in reasons.items() if name in self.forced}
        return replace(self, forced={**self.forced, **reasons, **both})


async def save_settled(
    app: App[Any],
    write: Callable[[Answers], Document],
    ask: Callable[[Sequence[Remark], Answers], Awaitable[Answers | None]],
    hold: Callable[[str, str], None],
) -> Document | Merged:
    """Write a record, asking until it is settled, in a flow; ``ask`` gives None to go back, which is
    ``Merged.LEFT``. ``hold`` as in ``save``. Raises TaizhangError."""
    answers: Answers | None = Answers()
    while answers is not None:
        try:
            return await save(app, partial(write, answers), hold)
        except Unsettled as refusal:
            answers = await ask(refusal.remarks, answers)
    return Merged.LEFT


async def ask_incomplete(
    app: App[Any], annex: RecordsAnnex, remarks: Sequence[Remark], go_on: str, answers: Answers
) -> Answers | None:
    """Something is missing or cannot be; ``go_on`` is what one goes back to. None: back."""
    names = "、".join(dict.fromkeys(one_line(annex.by_id[remark.field].label) for remark in remarks))
    options = [("back", go_on), ("incomplete", "存为未完成，以后再补")]
    said = await app.push_screen_wait(Choose(f"还没有填好：{names}。", options))
    return replace(answers, incomplete=True) if said == "incomplete" else None


async def ask_reasons(
    app: App[Any], annex: RecordsAnnex, remarks: Sequence[Remark], answers: Answers
) -> Answers | None:
    """Something is unusual. None: back, to change it."""
    labels = {field.id: field.label for field in annex.fields}
    reasons = await app.push_screen_wait(Reasons(remarks, labels))
    return None if reasons is None else answers.force(reasons)
