"""Waiting for a lock: in turn, and leaving nothing behind when one has given up."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.errors import LockTimeout
from store.shards import locks
from tests.support.queues import until_waiting


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[int]:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    yield descriptor
    os.close(descriptor)


def test_who_came_first_is_let_in_first(folder: int) -> None:
    order: list[int] = []

    def come(number: int) -> None:
        with locks.acquire(folder, "x", 20):
            order.append(number)

    waiting = []
    with locks.acquire(folder, "x"):
        for number in range(5):
            waiting.append(threading.Thread(target=come, args=(number,)))
            waiting[-1].start()
            until_waiting(folder, number + 1)
    for thread in waiting:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_a_busy_holder_does_not_keep_others_out(folder: int) -> None:
    """One who takes the lock again at once, over and over, as an import does."""
    let_in = threading.Event()

    def come() -> None:
        with locks.acquire(folder, "x", 20):
            let_in.set()

    thread = threading.Thread(target=come)
    with locks.acquire(folder, "x"):
        thread.start()
        until_waiting(folder)
    turns = 0
    while thread.is_alive() and turns < 1000:
        with locks.acquire(folder, "x", 20):
            time.sleep(0.005)
        turns += 1
    thread.join()
    assert let_in.is_set()
    assert turns < 100


def test_who_gave_up_does_not_get_it_later(folder: int) -> None:
    with locks.acquire(folder, "x"):
        for _ in range(3):
            with pytest.raises(LockTimeout):
                locks.acquire(folder, "x", 0.05)
    with locks.acquire(folder, "x", 20):
        pass
    end = time.monotonic() + 60
    while any(thread.name.endswith("(wait)") for thread in threading.enumerate()):
        assert time.monotonic() < end, "still waiting"
        time.sleep(0.01)


def test_it_waits_where_no_more_threads_may_be_started(folder: int, monkeypatch: pytest.MonkeyPatch) -> None:
    held = locks.acquire(folder, "x")
    may, released = threading.Event(), threading.Event()

    def let_go() -> None:
        may.wait()
        released.set()
        held.__exit__()

    release = threading.Thread(target=let_go)
    release.start()

    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(LockTimeout):
        locks.acquire(folder, "x", 0.05)
    may.set()
    with locks.acquire(folder, "x", 20):
        assert released.is_set()
    release.join()
