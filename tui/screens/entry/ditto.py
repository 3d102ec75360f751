"""F3 in an entry form: the same as in the record before, for one field or for all that are still empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from forms.neutral import one_line
from forms.pack import Field
from store.campaign.records import record_before
from tui.actions import action
from tui.screens.entry.record_entry import OWNER, RecordEntry
from tui.widgets.field_rows import DITTO

SAME = action(
    "ditto | f3 | 同上 | 这一项照上一条填，光标到下一项；连按两次，往下还空着的各项都照上一条填。"
    f"照上一条的标{DITTO}，看过才去掉。 | priority"
)
CHECK = f"标{DITTO}的各项照上一条填好了。核对后按 F2 保存；Shift+Tab 或 ↑ 回到上一项。"


@dataclass(frozen=True)
class Same:
    """What F3 does."""

    to: str
    """Id of the field that the cursor goes to."""
    says: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """What is filled in, by field id."""
    bad: bool = False
    rest_next: bool = False
    """Another F3 there fills in the rest."""


class Ditto:
    """The record before is the one saved last in this form; else ``before``, which it was opened with; else
    the one before it in the store."""

    def __init__(self, entry: RecordEntry, before: Mapping[str, str] | None = None) -> None:
        self._entry = entry
        self._before = before
        """Its texts by field; None: not looked for yet."""
        self._pressed_at: tuple[str, str] | None = None
        """Where the cursor was after F3, and what stood there: is the next F3 the second in a row?"""

    def saved(self, texts: Mapping[str, str]) -> None:
        """A record was saved, and another follows it."""
        self._before = texts

    def pressed_at(self, field_id: str, text: str) -> None:
        """The cursor is here after an F3 that another may follow."""
        self._pressed_at = field_id, text

    def moved_to(self, field_id: str) -> None:
        """The cursor is in a field: elsewhere, the next F3 is a first one."""
        if self._pressed_at and field_id != self._pressed_at[0]:
            self._pressed_at = None

    def press(self, below: Sequence[tuple[Field, str]]) -> Same:
        """``below``: the field of the cursor and those after it, with what stands there. Raises
        TaizhangError where the record before cannot be read."""
        here, text = below[0]
        before = self._texts_before()
        if not any(before.get(field.id) for field in self._entry.annex.own_fields):
            refusal = "前面还没有记录，没有可以照填的内容；请填好这一条，下一条就可以按 F3。"
            return Same(here.id, refusal, bad=True)
        if (here.id, text) != self._pressed_at:
            return self._one(here, before.get(here.id, ""), below)
        self._pressed_at = None
        findings = self._entry.annex.finding_fields
        empty = [field.id for field, text in below if not text and field.id not in findings]
        return Same(below[-1][0].id, CHECK, {name: before[name] for name in empty if before.get(name)})

    def _one(self, here: Field, same: str, below: Sequence[tuple[Field, str]]) -> Same:
        label = one_line(here.label)
        if here.id == OWNER or here.id in self._entry.annex.finding_fields:
            says = f"“{label}”不能照上一条，请填写这一项；再按一次 F3，往下还空着的各项照上一条填。"
            return Same(here.id, says, rest_next=True)
        if not same:
            says = f"上一条的“{label}”是空的；再按一次 F3，往下还空着的各项照上一条填。"
            return Same(here.id, says, rest_next=True)
        last = len(below) == 1
        to = here if last else below[1][0]
        return Same(to.id, CHECK if last else "", {here.id: same}, rest_next=True)

    def _texts_before(self) -> Mapping[str, str]:
        if self._before is None:
            entry = self._entry
            row = record_before(entry.campaign, entry.annex.id, entry.org_id, entry.document)
            self._before = row.texts if row else {}
        return self._before
