"""Choosing the organisation one is looking at."""

from __future__ import annotations

from collections.abc import Sequence

from forms.organisation import LEVEL_WORDS, Organisation
from forms.organisations import Organisations
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from tui.screens.dialogs.pick import Pick
from tui.widgets.row_list import ListColumn, ListRow

EVERYONE = ""


class PickOrg(Pick):
    """Answers an organisation's id (with ``everyone`` also ``""``: all of them), or None when left with Esc.

    In official order, branches set in under their unit; filtered by name, full name, id or type.
    """

    def __init__(
        self,
        campaign: Campaign,
        current: str = "",
        *,
        levels: Sequence[str] = tuple(LEVEL_WORDS),
        everyone: bool = False,
        title: str = "选择党组织",
    ) -> None:
        known = organisations(campaign)
        rows = [ListRow("*", ("全部党组织", "", ""))] if everyone else []
        rows += [_row(known, org) for org in known.all if org.level in levels]
        super().__init__(
            title, (ListColumn(""), ListColumn("", 12), ListColumn("", 10)), rows, current or "*"
        )

    def dismiss(self, result: str | None = None):  # type: ignore[no-untyped-def]
        return super().dismiss(EVERYONE if result == "*" else result)


def depth(known: Organisations, org: Organisation) -> int:
    """How far a name is set in: one step for each organisation above it that is no school."""
    steps, above = 0, known.get(org.parent)
    while above is not None and above.level != "school" and steps < 4:
        steps, above = steps + 1, known.get(above.parent)
    return steps


def _row(known: Organisations, org: Organisation) -> ListRow:
    name = "  " * depth(known, org) + org.name
    return ListRow(org.id, (name, org.type or LEVEL_WORDS[org.level], org.id))
