"""What was typed and not saved is there after any end of the session; a session's drafts are its own."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.campaign.campaign import Campaign
from store.campaign.records import list_records, save_record
from store.drafts import DraftBox
from tests.support.full_disk import fill
from tests.support.programs import Start, new_record
from tests.support.terminal import Terminal

pytestmark = pytest.mark.usefixtures("campaign")

PATIENCE = 30.0
"""Seconds, on a busy machine."""


def type_content(terminal: Terminal, text: str) -> None:
    """Into 学习内容 of a new record."""
    new_record(terminal)
    terminal.key("tab")
    terminal.wait_for("学习内容  已填0字")
    terminal.send(text)
    terminal.wait_for(text)


def in_files(box: DraftBox) -> list[str]:
    """What all draft files hold, whoever has them."""
    return [path.read_text() for path in sorted(box.folder.glob("*.draft"))]


def wait_until_kept(box: DraftBox, *texts: str) -> None:
    end = time.monotonic() + PATIENCE
    while not all(any(text in kept for kept in in_files(box)) for text in texts):
        assert time.monotonic() < end, f"not kept: {texts}"
        time.sleep(0.05)


def offered(box: DraftBox) -> list[str]:
    return sorted(offer.values["texts"]["content"] for offer in box.offers())


@pytest.mark.parametrize("end", ["hang up", "SIGHUP", "SIGTERM", "SIGKILL"])
def test_a_session_that_ends_leaves_a_draft(start: Start, box: DraftBox, end: str) -> None:
    """Bytes of another encoding that were typed before are shown as such, and end nothing."""
    terminal = start()
    type_content(terminal, "学原文")
    terminal.send("悟原理".encode("gbk"))
    terminal.wait_for("\ufffd")
    terminal.send("办实事")
    terminal.wait_for("办实事")
    if end == "hang up":
        terminal.hang_up()
    else:
        if end == "SIGKILL":
            wait_until_kept(box, "办实事")  # which takes two seconds at most from the first key
        terminal.process.send_signal(signal.Signals[end])
    terminal.process.wait(PATIENCE)
    (kept,) = offered(box)
    assert kept.startswith("学原文")
    assert kept.endswith("办实事")
    assert "\ufffd" in kept


@pytest.fixture
def disk(home: Path) -> Iterator[Path]:
    """64 kB for the person's state."""
    path = home / ".local" / "state"
    path.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", str(path)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    yield path
    subprocess.run(["umount", "-l", str(path)], check=True)


def test_a_full_disk_is_told_and_typing_goes_on(
    start: Start, box: DraftBox, disk: Path, campaign: Campaign
) -> None:
    ballast = fill(disk)
    terminal = start()
    type_content(terminal, "学原文")
    terminal.key("tab")
    terminal.wait_for("草稿没有存下", "磁盘已满")
    assert not list(box.folder.glob("*")) if box.folder.exists() else True
    ballast.unlink()
    terminal.key("shift+tab")
    terminal.send("悟原理")
    terminal.wait_for("学原文悟原理")
    terminal.key("tab")
    wait_until_kept(box, "学原文悟原理")
    fill(disk)
    terminal.key("shift+tab")
    terminal.send("办实事" * 20)
    terminal.key("tab")
    terminal.wait_for("草稿没有存下")
    terminal.process.kill()
    terminal.process.wait(PATIENCE)
    assert offered(box)[0].startswith("学原文悟原理")
    assert list_records(campaign, "study") == []


def test_two_sessions_of_one_person_keep_their_own(start: Start, box: DraftBox) -> None:
    one = start()
    type_content(one, "甲窗口所填")
    wait_until_kept(box, "甲窗口所填")
    other = start()
    other.wait_for("待办", gone="要接着填吗")
    type_content(other, "乙窗口所填")
    wait_until_kept(box, "甲窗口所填", "乙窗口所填")
    assert len(in_files(box)) == 2
    assert offered(box) == []

    one.process.kill()
    one.process.wait(PATIENCE)
    assert offered(box) == ["甲窗口所填"]
    third = start()
    third.wait_for("要接着填吗", "附件2 学习情况")
    third.key("enter")
    third.wait_for("甲窗口所填")
    assert offered(box) == []  # taken up again
    other.send("，接着填")
    other.wait_for("乙窗口所填，接着填")
    other.key("tab")
    wait_until_kept(box, "甲窗口所填", "乙窗口所填，接着填")
    assert len(in_files(box)) == 2


def test_two_sessions_in_one_record_keep_their_own(start: Start, box: DraftBox, campaign: Campaign) -> None:
    save_record(campaign, "study", "u1", {"time": "0401", "content": "原有内容"}, incomplete=True)
    sessions = [start(), start()]
    for number, terminal in enumerate(sessions):
        terminal.wait_for("待办")
        terminal.send("2")
        terminal.wait_for("原有内容")
        terminal.key("enter")
        terminal.wait_for("学习情况 修改")
        terminal.key("tab")
        terminal.wait_for("学习内容  已填4字")
        terminal.key("end")
        terminal.send(f"，窗口{number}")
        terminal.wait_for(f"原有内容，窗口{number}")
        wait_until_kept(box, f"窗口{number}")
    assert len(in_files(box)) == 2
    assert offered(box) == []
    for terminal in sessions:
        terminal.process.kill()
        terminal.process.wait(PATIENCE)
    assert offered(box) == ["原有内容，窗口0", "原有内容，窗口1"]
