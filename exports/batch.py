"""Exporting one form or all of them. One bad record never stops the batch: it is named at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from exports.files import ready_folder, write_file
from exports.jobs import Jobs, Made, checked_annex
from exports.materials import MaterialJobs
from exports.options import OFFICIAL, Options
from exports.printed import Problem
from exports.record_rows import form_owner
from exports.zipping import zipped
from forms.pack import Annex
from store.campaign.campaign import Campaign
from store.campaign.kinds.material import Material

Progress = Callable[[int, int, str], None]
"""Called after each file: how many are done, of how many, and the file's name (empty: not made)."""


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
    c: Campaign,
    annex: Annex | str,
    org_id: str,
    format: str,
    folder: Path,
    only: bool = False,
    options: Options = OFFICIAL,
) -> Outcome:
    """Write the form that is on the screen, and what is to be told of it; the last export of the same name is
    replaced. An empty organisation is the whole school.

    Raises BadInput, WrongUsage, NotWritten, StoreError.
    """
    jobs = Jobs(c, [annex], [org_id] if org_id else [], only, format, options)
    made = jobs.make([checked_annex(c, annex)], form_owner(c, org_id))
    return Outcome((write_file(ready_folder(folder) / made.name, made.data()),), made.problems)


def export_all(
    c: Campaign,
    annexes: Sequence[Annex | str] = (),
    orgs: Sequence[str] = (),
    only: bool = False,
    format: str = "docx",
    out: Path = Path(),
    progress: Progress | None = None,
    options: Options = OFFICIAL,
) -> Outcome:
    """Write the forms of these annexes and organisations; of all annexes, and of all second-level
    organisations, where none are named. All cores share the work when there is much of it.

    Raises BadInput for an unknown organisation or folder, WrongUsage for an unknown annex or format,
    NotWritten when a file cannot be written: what was written before it stands. A single form that cannot
    be made raises its own error; of many, each is a problem.
    """
    return _write(Jobs(c, annexes, orgs, only, format, options), out, progress)


def export_materials(
    c: Campaign,
    orgs: Sequence[str] = (),
    only: bool = False,
    out: Path = Path(),
    progress: Progress | None = None,
) -> Outcome:
    """Write the 报送材料 of these organisations and those below them, in Word, with what is attached beside.
    Raises BadInput when there are none, NotWritten."""
    return _write(MaterialJobs(c, orgs, only), out, progress)


def export_bytes(
    c: Campaign,
    annexes: Sequence[Annex | str] = (),
    orgs: Sequence[str] = (),
    only: bool = False,
    format: str = "docx",
    progress: Progress | None = None,
    options: Options = OFFICIAL,
) -> tuple[bytes, tuple[Problem, ...]]:
    """The same for standard output: the one file, or a zip of all where there are several."""
    return _packed(Jobs(c, annexes, orgs, only, format, options), progress)


def materials_bytes(
    c: Campaign, orgs: Sequence[str] = (), only: bool = False, progress: Progress | None = None
) -> tuple[bytes, tuple[Problem, ...]]:
    """The 报送材料 for standard output."""
    return _packed(MaterialJobs(c, orgs, only), progress)


def export_written(c: Campaign, found: Sequence[Material], folder: Path) -> Outcome:
    """Write these very 报送材料, with what is attached to them. Raises NotWritten."""
    return _write(MaterialJobs.of(c, found), folder, None)


class _Files(Protocol):
    """Files to be made, one after the other."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Made | Problem]: ...


def _write(jobs: _Files, out: Path, progress: Progress | None) -> Outcome:
    from exports.cores import write_all  # starting processes is a library of its own

    folder = ready_folder(out)
    paths: list[Path] = []
    problems: list[Problem] = []
    for done, (name, found) in enumerate(write_all(folder, jobs, len(jobs)), 1):
        if name:
            paths.append(folder / name)
        problems.extend(found)
        if progress:
            progress(done, len(jobs), name)
    return Outcome(tuple(paths), tuple(problems))


def _packed(jobs: _Files, progress: Progress | None) -> tuple[bytes, tuple[Problem, ...]]:
    members: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    for done, made in enumerate(jobs, 1):
        name = ""
        if isinstance(made, Problem):
            problems.append(made)
        else:
            try:
                members.append((made.name, made.data()))
                name = made.name
                problems.extend(made.problems)
            # A form that cannot be written down must not cost the others.
            except Exception as error:
                problems.append(made.failed(error))
        if progress:
            progress(done, len(jobs), name)
    return members[0][1] if len(jobs) == 1 and members else zipped(members), tuple(problems)
