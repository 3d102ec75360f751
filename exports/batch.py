"""Exporting one form or all of them. One bad record never stops the batch: it is named at the end. Of many
files this process reads the records, the others turn them into bytes and write, on all cores."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from exports.files import PRIVATE, ready_folder, write_file
from exports.jobs import Jobs, Made, checked_annex
from exports.materials import MaterialJobs
from exports.options import OFFICIAL, Options
from exports.printed import Problem
from exports.record_rows import form_owner
from exports.zipping import zipped
from forms.pack import Annex
from store.campaign.campaign import Campaign
from store.own_files import gated

WORTH_IT = 24
"""Files from which on starting other processes pays."""
CHUNK = 8
"""Files handed over at a time."""

Progress = Callable[[int, int, str], None]
"""Called after each file: how many are done, of how many, and the file's name (empty: not made)."""
Written = tuple[str, tuple[Problem, ...]]
"""The file's name (empty: it was not written) and what is to be told of it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch came to: the files written, and what they are without."""

    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]

    @property
    def sentences(self) -> list[str]:
        """What is to be told, a sentence each."""
        return [problem.sentence() for problem in self.problems]


def export_form(
    c: Campaign, annex: Annex | str, org_id: str, format: str, folder: Path, options: Options = OFFICIAL
) -> Outcome:
    """Write the form that is on the screen, and what is to be told of it; the last export of the same name is
    replaced. An empty organisation is the whole school.

    Raises BadInput, WrongUsage, NotWritten, StoreError.
    """
    jobs = Jobs(c, [annex], [org_id] if org_id else [], False, format, options)
    made = jobs.make([checked_annex(c, annex)], form_owner(c, org_id))
    return Outcome((write_file(ready_folder(folder) / made.name, made.data()),), made.problems)


def export(
    jobs: Jobs | MaterialJobs, out: Path, progress: Progress | None = None, mode: int = PRIVATE
) -> Outcome:
    """Write the files, of this mode, into a folder. All cores share the work when there is much of it.

    Raises BadInput for a folder that cannot be, NotWritten when a file cannot be written: what was written
    before it stands. A single form that cannot be made raises its own error; of many, each is a problem.
    """
    folder = ready_folder(out, mode)
    paths: list[Path] = []
    problems: list[Problem] = []
    for done, (name, found) in enumerate(write_all(folder, jobs, len(jobs), mode), 1):
        if name:
            paths.append(folder / name)
        problems.extend(found)
        if progress:
            progress(done, len(jobs), name)
    return Outcome(tuple(paths), tuple(problems))


def packed(jobs: Jobs | MaterialJobs, progress: Progress | None = None) -> tuple[bytes, tuple[Problem, ...]]:
    """The same for standard output: the one file, or a zip of all where there are several."""
    members: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    for done, made in enumerate(jobs, 1):
        content, found = (None, (made,)) if isinstance(made, Problem) else made.tried()
        name = "" if isinstance(made, Problem) or content is None else made.name
        if content is not None:
            members.append((name, content))
        problems.extend(found)
        if progress:
            progress(done, len(jobs), name)
    return members[0][1] if len(jobs) == 1 and members else zipped(members), tuple(problems)


def write_all(
    folder: Path, made: Iterable[Made | Problem], count: int, mode: int = PRIVATE
) -> Iterator[Written]:
    """Write each into the folder, in order. Raises NotWritten when the disk refuses."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # Behind the gate no other program runs, and a new process is one.
    if count < WORTH_IT or cores < 2 or gated():
        for one in made:
            yield _write(folder, one, mode)
    else:
        yield from _spread(folder, iter(made), cores, mode)


def _spread(folder: Path, made: Iterator[Made | Problem], cores: int, mode: int) -> Iterator[Written]:
    import multiprocessing  # starting processes is a library of its own
    from concurrent.futures import Future, ProcessPoolExecutor

    # Forking is quickest, and shares built templates; with other threads about a lock might stay held.
    forking = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forking else "spawn")
    waiting: deque[Future[list[Written]]] = deque()
    ignored = (signal.SIGINT, signal.SIG_IGN)  # interrupts are the parent's
    with ProcessPoolExecutor(cores, context, signal.signal, ignored) as pool:
        try:
            while chunk := list(islice(made, CHUNK)):
                waiting.append(pool.submit(_write_chunk, folder, chunk, mode))
                # Enough to keep every core busy, and not all the records of the school in memory.
                if len(waiting) > 3 * cores:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _write_chunk(folder: Path, made: list[Made | Problem], mode: int) -> list[Written]:
    return [_write(folder, one, mode) for one in made]


def _write(folder: Path, one: Made | Problem, mode: int) -> Written:
    if isinstance(one, Problem):
        return "", (one,)
    content, found = one.tried()
    if content is None:
        return "", found
    write_file(folder / one.name, content, mode)
    return one.name, found
