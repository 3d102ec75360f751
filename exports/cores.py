"""Many files on all cores: this process reads the records, the others turn them into bytes and write."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path

from exports.files import write_file
from exports.jobs import Made
from exports.printed import Problem
from forms.errors import NotWritten
from store.own_files import gated

WORTH_IT = 24
"""Files from which on starting other processes pays."""
CHUNK = 8
"""Files handed over at a time."""

Written = tuple[str, tuple[Problem, ...]]
"""The file's name (empty: it was not written) and what is to be told of it."""


def write_all(folder: Path, made: Iterable[Made | Problem], count: int) -> Iterator[Written]:
    """Write each into the folder, in order. Raises NotWritten when the disk refuses."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # Behind the gate no other program runs, and a new process is one.
    if count < WORTH_IT or cores < 2 or gated():
        for one in made:
            yield _write(folder, one)
    else:
        yield from _spread(folder, iter(made), cores)


def _spread(folder: Path, made: Iterator[Made | Problem], cores: int) -> Iterator[Written]:
    waiting: deque[Future[list[Written]]] = deque()
    with ProcessPoolExecutor(cores, _context(), initializer=_leave_interrupts_to_the_parent) as pool:
        try:
            while chunk := list(islice(made, CHUNK)):
                waiting.append(pool.submit(_write_chunk, folder, chunk))
                # Enough to keep every core busy, and not all the records of the school in memory.
                if len(waiting) > 3 * cores:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _context() -> multiprocessing.context.BaseContext:
    """Forking is quickest, and shares built templates; with other threads about a lock might stay held."""
    forking = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forking else "spawn")


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _write_chunk(folder: Path, made: list[Made | Problem]) -> list[Written]:
    return [_write(folder, one) for one in made]


def _write(folder: Path, one: Made | Problem) -> Written:
    if isinstance(one, Problem):
        return "", (one,)
    try:
        write_file(folder / one.name, one.data())
    except NotWritten:
        raise
    # A form that cannot be written down must not cost the others.
    except Exception as error:
        return "", (*one.problems, one.failed(error))
    return one.name, one.problems
