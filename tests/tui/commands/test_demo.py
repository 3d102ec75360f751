"""``taizhang demo``: a school worth looking at, and nothing left of it afterwards."""

from __future__ import annotations

import signal
import stat
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.organisation import BRANCH_TYPES
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import diagnosis
from store.campaign.organisations import organisations
from store.campaign.records import list_records
from store.campaign.submissions import obligations
from store.integrity import check_store
from tests.support.commands import Run
from tests.support.terminal import PATIENCE, Terminal
from tui.demo.school import found_school


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return found_school(tmp_path_factory.mktemp("demo") / "store")


def test_three_units_and_twelve_branches_of_every_type(demo: Campaign) -> None:
    everyone = organisations(demo).all
    assert Counter(org.level for org in everyone) == {"school": 1, "unit": 3, "branch": 12}
    assert {org.type for org in everyone if org.level == "branch"} == set(BRANCH_TYPES)
    assert {title.kind for org in everyone for title in org.titles} == {
        "标杆院系",
        "样板支部",
        "“双带头人”党支部书记工作室",
    }
    assert all(org.members for org in everyone if org.level != "school")


def test_a_month_of_records_that_need_no_excuse(demo: Campaign) -> None:
    rows = list_records(demo, "study")
    assert len(rows) > 40
    assert not any(row.incomplete or row.faults or (row.document and row.document.forced) for row in rows)
    assert len({row.texts["content"] for row in rows}) == len(rows)
    branches = {row.org.id for row in rows if row.org.level == "branch"}
    assert 8 < len(branches) < 12
    assert {row.texts["time"][:7] for row in rows} == {"2021年3月", "2021年4月"}


def test_diagnoses_whole_and_partial(demo: Campaign) -> None:
    open_counts = {
        org.id: diagnosis(demo, org.id).open for org in organisations(demo) if org.level != "school"
    }
    assert open_counts["cs"] == 0
    assert 0 < open_counts["fl"] < 27
    assert open_counts["jg"] == 27
    for org_id in ("cs", "cs-t1", "cs-b19", "fl", "jg-lt", "jg-rz"):
        for item in diagnosis(demo, org_id).items:
            assert not item.wants_finding, (org_id, item.id)


def test_ledgers_of_which_one_is_not_finished(demo: Campaign) -> None:
    states = {row.org.id: row.incomplete for row in list_records(demo, "ledger") if row.document}
    assert states == {"cs": False, "cs-t1": False, "cs-b19": False, "fl": True}


def test_some_things_are_handed_in_and_some_overdue(demo: Campaign) -> None:
    codes = Counter(one.status.code for one in obligations(demo))
    for code in ("submitted", "late", "overdue", "extended", "in-progress", "not-begun"):
        assert codes[code], code


def test_the_store_is_a_sound_one(demo: Campaign) -> None:
    assert check_store(demo.store.root) == []  # type: ignore[attr-defined]
    assert demo.done == []


def test_without_a_terminal_there_is_a_sentence_and_no_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    result = run("demo")
    assert result.exit_code == 2
    assert "终端" in result.stderr
    assert not list(tmp_path.glob("taizhang-demo*"))


@pytest.fixture
def screens(tmp_path: Path, home: Path) -> Iterator[Terminal]:
    command = [sys.executable, "-m", "tui.commands.main", "demo"]
    env = {"HOME": str(home), "TMPDIR": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    with Terminal(command, env=env) as terminal:
        terminal.wait_for("待办", "逾期10天", "今天 2021年4月10日")
        (folder,) = tmp_path.glob("taizhang-demo*")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        yield terminal


def _is_gone(tmp_path: Path) -> bool:
    end = time.monotonic() + PATIENCE
    while list(tmp_path.glob("taizhang-demo*")):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def test_leaving_removes_it_before_the_prompt_returns(screens: Terminal, tmp_path: Path, home: Path) -> None:
    screens.key("ctrl+q")
    assert screens.wait_for_end() == 0
    assert not list(tmp_path.glob("taizhang-demo*"))
    assert "演示数据已删除" in screens.screen_text()
    assert not list(home.rglob("*.draft"))
    screens.assert_restored()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGQUIT])
def test_a_signal_removes_it(screens: Terminal, tmp_path: Path, number: signal.Signals) -> None:
    screens.process.send_signal(number)
    assert screens.process.wait(20) != 0
    assert _is_gone(tmp_path)


def test_a_dropped_line_removes_it(screens: Terminal, tmp_path: Path) -> None:
    screens.hang_up()
    screens.process.wait(20)
    assert _is_gone(tmp_path)


def test_another_day_may_be_asked_for(tmp_path: Path, home: Path) -> None:
    command = [sys.executable, "-m", "tui.commands.main", "demo", "--today", "2021-05-08"]
    env = {"HOME": str(home), "TMPDIR": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    with Terminal(command, env=env) as terminal:
        terminal.wait_for("今天 2021年5月8日", "逾期38天")
