"""Whoever has the lock is stopped in the middle of a save: others wait for ten seconds and say for whom."""

from __future__ import annotations

import functools
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from forms.errors import LockTimeout
from store.account import account
from store.integrity import check_shard
from store.protocol import Change
from store.shards.filestore import FileStore
from store.shards.locks import TIMEOUT
from tests.support.changes import CAMPAIGN, UNIT
from tests.support.queues import until_waiting
from tests.support.writers import Crew

WAIT = 1.0
"""Seconds that those who wait for the lock are willing to; who says nothing waits for ten."""


def save(root: Path, name: str, *, stop_at: str = "", timeout: float = TIMEOUT) -> None:
    """``stop_at``: when it first comes to this call the process stops, as by Ctrl+Z, with the lock held."""
    store = FileStore(root, CAMPAIGN, lock_timeout=timeout)
    if stop_at:
        real = getattr(os, stop_at)

        def instead(*arguments: Any, **named: Any) -> Any:
            setattr(os, stop_at, real)
            os.kill(os.getpid(), signal.SIGSTOP)
            return real(*arguments, **named)

        setattr(os, stop_at, instead)
    store.apply(UNIT, [Change(id=name, annex="study", org="jsj", base=0, data={"text": name})], "u")


def start_and_stop(crew: Crew, root: Path, call: str) -> int:
    process = crew.start(functools.partial(save, root, "stopped", stop_at=call))
    _, status = os.waitpid(process, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    return process


def ids(root: Path) -> list[str]:
    return [document.id for document in FileStore(root, CAMPAIGN).query(UNIT)]


def test_others_wait_for_a_while_and_are_told_who_holds_it(tmp_path: Path) -> None:
    root = tmp_path / "store"
    root.mkdir()
    save(root, "before")
    told: list[tuple[str, float]] = []

    def wait() -> None:
        begun = time.monotonic()
        try:
            save(root, "waiting", timeout=WAIT)
        except LockTimeout as error:
            told.append((error.sentence, time.monotonic() - begun))

    with Crew() as crew:
        stopped = start_and_stop(crew, root, "write")  # of the journal's line
        waiting = [threading.Thread(target=wait) for _ in range(3)]
        for thread in waiting:
            thread.start()
        assert ids(root) == ["before"]  # who only looks is not kept waiting
        for thread in waiting:
            thread.join()
        assert len(told) == 3
        for sentence, seconds in told:
            assert f"账号 {account()}（进程 {stopped}，" in sentence
            assert "等了 1 秒" in sentence
            assert "没有保存" in sentence
            assert seconds >= WAIT

        # it goes on where it was, and what others could not save they can save now
        os.kill(stopped, signal.SIGCONT)
        crew.join()
    assert ids(root) == ["before", "stopped"]
    save(root, "waiting")
    assert ids(root) == ["before", "stopped", "waiting"]
    assert check_shard(root / CAMPAIGN / UNIT, UNIT) == []


def test_who_says_nothing_waits_for_ten_seconds(tmp_path: Path) -> None:
    assert FileStore(tmp_path, CAMPAIGN).lock_timeout == TIMEOUT == 10


@pytest.mark.usefixtures("written_at_once")
def test_what_a_stopped_holder_has_in_the_journal_can_be_read(tmp_path: Path) -> None:
    root = tmp_path / "store"
    root.mkdir()
    save(root, "before")
    with Crew() as crew:
        stopped = start_and_stop(crew, root, "replace")  # of the shard
        assert ids(root) == ["before", "stopped"]
        os.kill(stopped, signal.SIGCONT)
        crew.join()
    assert ids(root) == ["before", "stopped"]


def test_a_stopped_holder_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    root = tmp_path / "store"
    root.mkdir()
    with Crew() as crew:
        stopped = start_and_stop(crew, root, "write")
        waiting = threading.Thread(target=save, args=(root, "waiting"))
        waiting.start()
        until_waiting(root / CAMPAIGN / UNIT / "lock")
        crew.kill(stopped)
        waiting.join()
    assert ids(root) == ["waiting"]
