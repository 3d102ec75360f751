"""The key tables of the READMEs, from the same actions that bind the keys: ``python -m
tui.screens.documented``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

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


SCREENS = (
    ("第一次打开", "screens.welcome", "WelcomeScreen"),
    ("待办", "screens.home", "HomeScreen"),
    ("待办：上次没保存的草稿", "screens.dialogs.drafts", "DraftsDialog"),
    ("推进时间表、报送材料", "screens.submissions.obligations", "ObligationsScreen"),
    ("推进时间表、报送材料：登记", "screens.submissions.obligations", "MarkDialog"),
    ("报送材料：列表", "screens.submissions.obligations", "SubmissionsScreen"),
    ("报送材料：写", "screens.material.screen", "MaterialScreen"),
    ("报送材料：照片说明", "screens.material.screen", "CaptionDialog"),
    ("学习情况、台账：列表", "screens.records.screen", "RecordsScreen"),
    ("学习情况、台账：按列修改", "screens.records.column_edit", "ColumnScreen"),
    ("学习情况、台账：粘贴多行", "screens.records.paste_rows", "PasteRows"),
    ("学习情况、台账：表头", "screens.records.head", "HeadDialog"),
    ("学习情况、台账：填写", "screens.entry.screen", "EntryScreen"),
    ("学习情况：填写新的一条", "screens.entry.screen", "NewEntryScreen"),
    ("学习情况、台账：常用内容；诊断：佐证", "screens.dialogs.pick", "PickValues"),
    ("学习情况：月历", "screens.dialogs.calendar", "Calendar"),
    ("学习情况、台账：与通常不同时", "screens.entry.unsettled", "Reasons"),
    ("诊断", "screens.diagnosis.screen", "DiagnosisScreen"),
    ("诊断：结论", "widgets.verdicts", "VerdictLine"),
    ("诊断：量化指标", "widgets.measure_row", "MeasureRow"),
    ("诊断：建议的结论和问题", "widgets.measure_row", "Proposal"),
    ("诊断、台账：存在问题", "widgets.findings_editor", "FindingsEditor"),
    ("诊断、台账：修改一条问题", "screens.dialogs.finding", "FindingDialog"),
    ("台账：选对照指标", "widgets.indicator_picker", "IndicatorPicker"),
    ("党组织：列表", "screens.organisation.list", "OrganisationsScreen"),
    ("党组织：填写", "screens.organisation.form", "OrganisationForm"),
    ("导入文件、粘贴多行", "screens.staging.screen", "StagingScreen"),
    ("导入文件、粘贴多行：细看一行", "screens.staging.screen", "StagingDetail"),
    ("改动历史", "screens.history.screen", "HistoryScreen"),
    ("已删除的", "screens.history.screen", "DeletedScreen"),
    ("两人改了同一条", "screens.history.merge", "MergeScreen"),
    ("两人改了同一条：另写", "screens.history.merge", "OwnWords"),
    ("按键说明", "screens.dialogs.help", "HelpScreen"),
)
"""Places with keys of their own, in the order of the tables: what each is called, and its module and class.
A screen, dialog or widget more is one line here."""


def documented_screens() -> Iterator[tuple[str, type]]:
    """Name of a place and the screen, dialog or widget that it is."""
    for name, module, cls in SCREENS:
        yield name, getattr(import_module(f"tui.{module}"), cls)


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
