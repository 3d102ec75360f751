"""The key tables of the READMEs, from the same actions that bind the keys: ``python -m
tui.screens.documented``."""

from __future__ import annotations

from collections.abc import Iterator

from tui.actions import Action
from tui.terminal import prepare_environment


def sections() -> Iterator[tuple[str, list[Action]]]:
    """Name of a place and what can be done there, beyond what every screen does (the first section)."""
    from tui.screens.base import TaizhangScreen
    from tui.widgets.keys_here import actions_of

    everywhere = actions_of(TaizhangScreen)
    yield "各个屏幕", everywhere
    told = [(action.id, action.keys, action.title) for action in everywhere]
    for name, cls in documented_screens():
        actions = effective_actions(actions_of(cls))
        yield name, [one for one in actions if (one.id, one.keys, one.title) not in told]


def documented_screens() -> Iterator[tuple[str, type]]:
    """Name of a place and the screen, dialog or widget that it is."""
    from tui.screens.diagnosis.screen import DiagnosisScreen
    from tui.screens.dialogs.calendar import Calendar
    from tui.screens.dialogs.drafts import DraftsDialog
    from tui.screens.dialogs.finding import FindingDialog
    from tui.screens.dialogs.help import HelpScreen
    from tui.screens.dialogs.pick import PickValues
    from tui.screens.entry.screen import EntryScreen, NewEntryScreen
    from tui.screens.entry.unsettled import Reasons
    from tui.screens.history.merge import MergeScreen, OwnWords
    from tui.screens.history.screen import DeletedScreen, HistoryScreen
    from tui.screens.home import HomeScreen
    from tui.screens.material.files import CaptionDialog
    from tui.screens.material.screen import MaterialScreen
    from tui.screens.organisation.form import OrganisationForm
    from tui.screens.organisation.list import OrganisationsScreen
    from tui.screens.records.column_edit import ColumnScreen
    from tui.screens.records.head import HeadDialog
    from tui.screens.records.paste_rows import PasteRows
    from tui.screens.records.screen import RecordsScreen
    from tui.screens.staging.detail import StagingDetail
    from tui.screens.staging.screen import StagingScreen
    from tui.screens.submissions.obligations import MarkDialog, ObligationsScreen
    from tui.screens.submissions.submissions import SubmissionsScreen
    from tui.screens.welcome import WelcomeScreen
    from tui.widgets.findings_editor import FindingsEditor
    from tui.widgets.indicator_picker import IndicatorPicker
    from tui.widgets.measure_row import MeasureRow, Proposal
    from tui.widgets.verdicts import VerdictLine

    yield from (
        ("第一次打开", WelcomeScreen),
        ("待办", HomeScreen),
        ("待办：上次没保存的草稿", DraftsDialog),
        ("推进时间表、报送材料", ObligationsScreen),
        ("推进时间表、报送材料：登记", MarkDialog),
        ("报送材料：列表", SubmissionsScreen),
        ("报送材料：写", MaterialScreen),
        ("报送材料：照片说明", CaptionDialog),
        ("学习情况、台账：列表", RecordsScreen),
        ("学习情况、台账：按列修改", ColumnScreen),
        ("学习情况、台账：粘贴多行", PasteRows),
        ("学习情况、台账：表头", HeadDialog),
        ("学习情况、台账：填写", EntryScreen),
        ("学习情况：填写新的一条", NewEntryScreen),
        ("学习情况、台账：常用内容；诊断：佐证", PickValues),
        ("学习情况：月历", Calendar),
        ("学习情况、台账：与通常不同时", Reasons),
        ("诊断", DiagnosisScreen),
        ("诊断：结论", VerdictLine),
        ("诊断：量化指标", MeasureRow),
        ("诊断：建议的结论和问题", Proposal),
        ("诊断、台账：存在问题", FindingsEditor),
        ("诊断、台账：修改一条问题", FindingDialog),
        ("台账：选对照指标", IndicatorPicker),
        ("党组织：列表", OrganisationsScreen),
        ("党组织：填写", OrganisationForm),
        ("导入文件、粘贴多行", StagingScreen),
        ("导入文件、粘贴多行：细看一行", StagingDetail),
        ("改动历史", HistoryScreen),
        ("已删除的", DeletedScreen),
        ("两人改了同一条", MergeScreen),
        ("两人改了同一条：另写", OwnWords),
        ("按键说明", HelpScreen),
    )


def effective_actions(actions: list[Action]) -> list[Action]:
    """Without those that the class itself means otherwise: it comes first."""
    found: dict[str, Action] = {}
    keys: set[str] = set()
    for action in actions:
        if action.id not in found and not (action.keys and set(action.keys) <= keys):
            found[action.id] = action
            keys.update(action.keys)
    return list(found.values())


def rows(actions: list[Action]) -> list[tuple[str, str, str]]:
    """Keys, title and sentence of each; the digits that open screens are one row."""
    found: dict[str, tuple[str, str, str]] = {}
    for action in actions:
        if action.id.startswith("choose("):
            found.setdefault("choose", ("数字", "打开屏幕", action.help))
        else:
            found[action.id] = (action.words(), action.title, action.help)
    return list(found.values())


def markdown() -> str:
    """All sections as Markdown tables."""
    parts = []
    for name, actions in sections():
        lines = [f"**{name}**", "", "| 按键 | 名称 | 作用 |", "|---|---|---|"]
        lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows(actions)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    prepare_environment()
    print(markdown(), end="")
