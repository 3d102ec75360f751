"""What stands behind the diagnosis screen, without the screen: position, texts, documents, and the saving of
answers, numbers and findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from forms.errors import BadInput, StoreError
from forms.pack import Measure
from store.campaign.campaign import Campaign
from store.campaign.counted import Counted
from store.campaign.diagnosis import Judged, MeasureValue, diagnosis, judged, set_measure, set_verdict
from store.campaign.findings import Finding, findings
from store.drafts import Draft, DraftBox
from store.settings import load_settings
from tests.support.colleague import colleague
from tests.support.findings import add_finding, change_finding
from tui.screens.diagnosis.documents import FORM, REPORT, SCHOOL, SUMMARY, documents
from tui.screens.diagnosis.position import OUTSIDE, Position, counts, overview_rows, remark
from tui.screens.diagnosis.saving import AnswerSaver, FindingSaving, NumberSaving
from tui.screens.saving import Merged
from tui.shell import Shell


@dataclass
class Display:
    """Notes what it is told. ``merged``: what a person answers who is asked about a conflict."""

    merged: bool | None = None
    read: Callable[[], object] = lambda: None
    told: list[str] = field(default_factory=list)
    asked: int = 0
    anew: int = 0
    shell: Shell | None = None

    @property
    def app(self) -> Any:
        return self

    async def push_screen_wait(self, screen: object) -> bool | None:
        self.asked += 1
        return self.merged

    def reload(self) -> None:
        self.read()

    def show_undone(self) -> None:
        self.anew += 1
        self.read()

    def say(self, *sentences: str, bad: bool = False) -> None:
        self.told.append(f"{'！' if bad else ''}{''.join(sentences)}")


@dataclass(eq=False)
class Box:
    """A number as it is typed."""

    measure: Measure
    raw: str = ""
    period: str = ""
    rev: int = 0
    counted: Counted | None = None
    changed: bool = True
    refused: str = ""
    shown: tuple[Judged | None, MeasureValue | None, int] | None = None

    def refuse(self, sentence: str) -> None:
        self.refused = sentence

    def saved(self, judged: Judged | None, kept: MeasureValue | None, rev: int) -> None:
        self.shown, self.changed, self.rev = (judged, kept, rev), False, rev


@dataclass
class Findings:
    """A list of findings as it is edited."""

    findings: tuple[Finding, ...] = ()
    pending: str = ""
    loaded: tuple[Finding, ...] = ()
    edited: bool = False

    def load(self, findings: Sequence[Finding], pending: str | None = None) -> None:
        self.findings = self.loaded = tuple(findings)
        self.edited = False
        self.pending = self.pending if pending is None else pending

    def settle(self) -> None:
        if self.pending:
            self.findings += (Finding("", 0, "u1", self.pending, "4-2"),)
            self.pending, self.edited = "", True


def at(campaign: Campaign, org: str, indicator: str) -> tuple[Position, Display]:
    """A position that has been read, and a display that reads it again."""
    position = Position(org, indicator)
    position.read(campaign, "")
    return position, Display(read=lambda: position.read(campaign, ""))


# Position and texts


def test_a_position_begins_at_what_is_open_and_ends_outside_the_guide(campaign: Campaign) -> None:
    set_verdict(campaign, "u1", "1-1", "1")
    position = Position()
    now = position.read(campaign, "")
    assert now is not None
    assert (now.org.id, position.at, position.next_open()) == ("u1", "1-2", "1-3")
    assert (position.beside(-1), position.beside(-2)) == ("1-1", "")
    position.at = now.items[-1].id
    assert (position.beside(1), position.beside(2)) == (OUTSIDE, "")
    position.at = OUTSIDE
    assert (position.item, position.indicator, position.next_open()) == (None, "", "1-2")


def test_a_position_turns_to_another_organisation_with_its_own_guide(campaign: Campaign) -> None:
    position = Position("u1", "4-2")
    position.read(campaign, "")
    position.turn_to("u1-01")
    now = position.read(campaign, "u1")
    assert now is not None
    assert (now.org.id, position.at) == ("u1-01", "1-1")


def test_what_is_counted_and_remarked(campaign: Campaign) -> None:
    set_verdict(campaign, "u1", "1-1", "3")
    now = diagnosis(campaign, "u1")
    assert counts(now) == "已诊断 1/27 · 未诊断 26 · 有不足 1"
    assert "还没有写存在问题" in remark(now.org, now.item("1-1"))
    assert remark(now.org, None) == ""
    rows = overview_rows(now)
    assert [row.key for row in rows if row.strong] == ["1-1"]
    assert rows[-1].key == OUTSIDE


def test_the_office_has_the_school_too(school: Campaign) -> None:
    assert [key for key, _ in documents(school, "cs")] == [FORM, REPORT, SUMMARY, SCHOOL]


def test_a_branch_has_only_its_form(campaign: Campaign) -> None:
    assert [key for key, _ in documents(campaign, "u1-01")] == [FORM]
    assert [key for key, _ in documents(campaign, "u1")] == [FORM, REPORT, SUMMARY]


# Answers


async def test_a_refusal_is_said_where_it_belongs() -> None:
    display = Display()
    saver = AnswerSaver(display)
    told: list[str] = []

    def refuse(error: Exception) -> None:
        raise error

    assert await saver.save(lambda: refuse(BadInput("不是数字。")), told.append) is None
    assert (told, display.told) == (["不是数字。"], [])
    assert await saver.save(lambda: refuse(StoreError("磁盘满了。")), told.append) is None
    assert (told, display.told) == (["不是数字。"], ["！磁盘满了。"])


@pytest.mark.parametrize(("answer", "came"), [(True, Merged.MERGED), (None, Merged.LEFT)])
async def test_what_others_changed_is_asked_about_and_shown_anew(
    campaign: Campaign, answer: bool | None, came: Merged
) -> None:
    set_verdict(colleague(campaign), "u1", "1-1", "2")
    display = Display(merged=answer)
    assert await AnswerSaver(display).save(lambda: set_verdict(campaign, "u1", "1-1", "1", 0)) is came
    assert (display.asked, display.anew) == (1, 1)


# Numbers


async def test_a_number_is_saved_and_says_how_it_stands(campaign: Campaign) -> None:
    position, display = at(campaign, "u1", "4-2")
    assert position.item is not None
    (measure,) = [one for one in position.item.indicator.measures if one.id == "largest-branch"]
    box = Box(measure, "５３")
    await NumberSaving(campaign, position, AnswerSaver(display)).commit(box)
    assert diagnosis(campaign, "u1").item("4-2").measures["largest-branch"].value == 53
    assert box.shown is not None
    judged, kept, rev = box.shown
    assert judged is not None
    assert "53人" in judged.judgement.finding
    assert (kept, rev) == (MeasureValue(53, ""), position.item.rev)


async def test_a_finding_that_is_listed_is_not_proposed_again(campaign: Campaign) -> None:
    position, display = at(campaign, "u1", "4-2")
    assert position.item is not None
    (measure,) = [one for one in position.item.indicator.measures if one.id == "largest-branch"]
    now = set_measure(campaign, "u1", "4-2", "largest-branch", "53")
    said = judged(campaign, diagnosis(campaign, "u1").guide, measure, now.measures["largest-branch"])
    assert said is not None
    add_finding(campaign, "u1", said.judgement.finding, "4-2")
    box = Box(measure, "53", rev=diagnosis(campaign, "u1").item("4-2").rev)
    await NumberSaving(campaign, position, AnswerSaver(display)).commit(box)
    assert box.shown is not None
    assert box.shown[0] is None


async def test_what_is_no_number_stays_with_the_reason(campaign: Campaign) -> None:
    position, display = at(campaign, "u1", "4-2")
    assert position.item is not None
    box = Box(position.item.indicator.measures[0], "-5")
    await NumberSaving(campaign, position, AnswerSaver(display)).commit(box)
    assert box.refused
    assert (box.shown, box.changed, display.told) == (None, True, [])


async def test_a_number_is_asked_about_once(campaign: Campaign) -> None:
    """Leaving a number saves it, and so does the key that left it."""
    position, _ = at(campaign, "u1", "4-2")
    assert position.item is not None
    set_measure(colleague(campaign), "u1", "4-2", "largest-branch", "40")
    (measure,) = [one for one in position.item.indicator.measures if one.id == "largest-branch"]
    box = Box(measure, "53")

    class Asking(Display):
        async def push_screen_wait(self, screen: object) -> bool | None:
            await numbers.commit(box)
            return await super().push_screen_wait(screen)

    display = Asking()
    numbers = NumberSaving(campaign, position, AnswerSaver(display))
    await numbers.commit(box)
    assert display.asked == 1


# Findings


@pytest.fixture
def shell(campaign: Campaign, tmp_path: Path) -> Shell:
    return Shell(campaign, load_settings(None, {}), DraftBox(tmp_path / "drafts"))


def saving(
    shell: Shell, box: Findings, merged: bool | None = None, draft: Draft | None = None
) -> tuple[FindingSaving, Display]:
    position, display = at(shell.campaign, "u1", "4-2")
    display.merged = merged
    display.shell = shell
    return FindingSaving(AnswerSaver(display), position, box, draft), display


async def test_what_is_typed_is_a_finding_once_one_goes_on(shell: Shell) -> None:
    box = Findings(pending="规模偏大。")
    kept, _ = saving(shell, box)
    kept.autosave.keep()
    kept.leave()
    (offer,) = shell.drafts.offers()
    assert offer.values["pending"] == "规模偏大。"
    assert (offer.place["org"], offer.place["id"]) == ("u1", "4-2")
    kept, _ = saving(shell, box, draft=offer.take())
    await kept.settle()
    assert [(one.text, one.indicator) for one in findings(shell.campaign, "u1")] == [("规模偏大。", "4-2")]
    assert not kept.unsaved
    kept.leave()
    assert shell.drafts.offers() == []


@pytest.mark.parametrize(("merged", "pending"), [(None, "新写的。"), (True, "")])
async def test_a_conflict_loses_nothing_that_was_typed(
    shell: Shell, merged: bool | None, pending: str
) -> None:
    c = shell.campaign
    old = add_finding(c, "u1", "原来的。", "4-2")
    box = Findings()
    box.load(findings(c, "u1"))
    change_finding(colleague(c), old, text="他改的。")
    box.findings = (replace(old, text="我改的。"), Finding("", 0, "u1", "新写的。", "4-2", order=2))
    box.edited = True
    kept, display = saving(shell, box, merged)
    await kept.save()
    assert display.asked == 1
    assert box.pending == pending


async def test_what_was_not_changed_is_not_written(shell: Shell) -> None:
    add_finding(shell.campaign, "u1", "原来的。", "4-2")
    shell.campaign.done.clear()
    box = Findings()
    box.load(findings(shell.campaign, "u1"))
    kept, display = saving(shell, box)
    await kept.settle()
    assert (shell.campaign.done, display.told) == ([], [])
