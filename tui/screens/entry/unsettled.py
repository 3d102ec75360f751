"""What is asked of somebody who saves a record that is not all it should be: keep it as 未完成? for what
reason is it unusual?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from textual.app import App

from forms.neutral import one_line
from forms.pack import RecordsAnnex
from forms.remark import Remark
from store.campaign.records import Unsettled
from store.protocol import Document
from tui.screens.dialogs.ask import Choose
from tui.screens.entry.reasons import Reasons
from tui.screens.saving import Merged, save


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
