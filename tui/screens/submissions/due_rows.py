"""How an obligation stands in a list: on 待办, 推进时间表 and 报送材料 alike."""

from __future__ import annotations

from forms.deadlines import countdown_words
from store.campaign.submissions import Obligation
from tui.widgets.row_list import ListColumn, ListRow


def key_of(one: Obligation) -> str:
    return "\n".join((one.deliverable.id, one.org.id, one.title.words() if one.title else ""))


DUE_COLUMNS = (ListColumn("剩余", 9), ListColumn("状态", 20), ListColumn("材料", wrap=True))
"""Titles stand last: quotation marks in them are of uncertain width and would push what follows."""


def due_row(key: str, one: Obligation, *more: str) -> ListRow:
    """Countdown, state and title; beneath the title who owes it, for which title of theirs, and ``more``."""
    about = [one.org.name, one.title.words() if one.title else "", *more]
    text = "\n".join((one.deliverable.title, "  ".join(part for part in about if part)))
    return ListRow(
        key,
        (left_words(one), one.status.words, text),
        strong=one.status.overdue,
        faint=not one.status.pending,
    )


def left_words(one: Obligation) -> str:
    """Days left, for what is still to be handed in."""
    return countdown_words(one.status.days_left) if one.status.pending else ""
