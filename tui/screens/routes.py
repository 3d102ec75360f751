"""Which screen opens for what. Screens are imported when they open: the first one is there sooner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from forms.pack import GuideAnnex, Pack, ScheduleAnnex

if TYPE_CHECKING:
    from tui.screens.base import TaizhangScreen

SUBMISSIONS, ORGANISATIONS = "submissions", "organisations"


class Route(msgspec.Struct, frozen=True):
    """A screen that 待办 leads to: an annex of the pack (by its id), 报送材料, 党组织."""

    id: str
    digit: str
    """The digit that opens it on 待办, empty when all nine are taken."""
    title: str
    help: str


def routes(pack: Pack) -> list[Route]:
    """Annexes under their own numbers, then 报送材料 and 党组织 under the next free digits."""
    found = [
        Route(annex.id, str(annex.number), annex.name, f"打开附件{annex.number} {annex.name}。")
        for annex in pack.annexes
    ]
    taken = {route.digit for route in found}
    free = [str(digit) for digit in range(1, 10) if str(digit) not in taken] + ["", ""]
    after = [digit for digit in free if not digit or digit > max(taken, default="0")] or free
    found.append(Route(SUBMISSIONS, after[0], "报送材料", "登记各项材料的报送情况：状态、日期、说明。"))
    found.append(Route(ORGANISATIONS, after[1], "党组织", "查看、新增、修改、删除党组织。"))
    return [
        route if len(route.digit) == 1 else Route(route.id, "", route.title, route.help) for route in found
    ]


def screen_of(pack: Pack, route: str, org: str = "", at: str = "") -> TaizhangScreen:
    """The screen a route leads to: on an organisation, and on a row (a deliverable) where that is known."""
    if route == SUBMISSIONS:
        from tui.screens.submissions.obligations import SubmissionsScreen

        return SubmissionsScreen(org, at)
    if route == ORGANISATIONS:
        from tui.screens.organisation.list import OrganisationsScreen

        return OrganisationsScreen()
    annex = pack.annex(route)
    if isinstance(annex, ScheduleAnnex):
        from tui.screens.submissions.obligations import ScheduleScreen

        return ScheduleScreen(org, at)
    if isinstance(annex, GuideAnnex):
        from tui.screens.diagnosis.screen import DiagnosisScreen

        return DiagnosisScreen(org)
    from tui.screens.records.screen import RecordsScreen

    return RecordsScreen(route, org)
