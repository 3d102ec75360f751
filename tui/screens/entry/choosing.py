"""F4 in an entry form: usual values, an organisation or a day, chosen instead of typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.app import App

from forms.errors import TaizhangError
from forms.kinds.registry import kind_of
from forms.neutral import one_line
from forms.pack import Field
from store.campaign.organisations import organisations
from store.campaign.submissions import obligations
from tui.actions import Action
from tui.screens.dialogs.calendar import Calendar
from tui.screens.dialogs.pick_org import PickOrg
from tui.screens.dialogs.pick_values import pick_values
from tui.screens.entry.record_entry import OWNER, RecordEntry

VALUES = Action(
    "values",
    ("f4",),
    "列表",
    "列出这一项的常用内容，空格选中多项；时间是月历，存在问题是选对照指标。",
    priority=True,
)


async def choose(app: App[Any], entry: RecordEntry, field: Field, text: str) -> str | None:
    """What is to stand in a field that holds ``text``; None: that is to stay. Raises TaizhangError."""
    campaign = entry.campaign
    if field.id == OWNER:
        picked = await app.push_screen_wait(PickOrg(campaign, entry.org_id))
        org = organisations(campaign).get(picked) if picked else None
        return org.name if org else None
    if kind_of(field).calendar:
        today, title = campaign.clock.today(), one_line(field.label)
        return await app.push_screen_wait(Calendar(title, text, campaign.entry_day, today, due_by_day(entry)))
    chosen = await app.push_screen_wait(pick_values(field, entry.values(field), text))
    return None if chosen is None else "、".join(chosen)


def due_by_day(entry: RecordEntry) -> dict[date, str]:
    """What the unit still has to hand in; nothing where that cannot be read: the calendar does without."""
    due: dict[date, list[str]] = {}
    try:
        unit = organisations(entry.campaign).unit_of(entry.org_id)
        for one in obligations(entry.campaign, unit.id):
            if one.org.id == unit.id and one.status.pending:
                due.setdefault(one.due, []).append(one.name)
    except TaizhangError:
        return {}
    return {day: "、".join(names) for day, names in due.items()}
