"""Exporting one form or all of them. One bad record never stops the batch: it is named at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.files import ready_folder, write_file
from exports.jobs import FORMATS, Format, Jobs, checked_annex
from exports.printed import Problem, sentences
from forms.pack import Annex
from store.campaign.campaign import Campaign
from store.campaign.organisations import required

__all__ = ["FORMATS", "Format", "Outcome", "Progress", "export_all", "export_bytes", "export_one"]

Progress = Callable[[int, int, str], None]
"""Called after each file: how many are done, of how many, and the file's name (empty: not made)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch came to. With problems the caller ends with status 3, though every path is written."""

    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]

    @property
    def sentences(self) -> list[str]:
        return sentences(self.problems)


def export_one(
    c: Campaign,
    annex: Annex | str,
    org_id: str,
    format: str,
    folder: Path,
    only: bool = False,
    references: bool = False,
) -> Path:
    """Write the form that is on the screen and say where; the last export of the same name is replaced.

    Raises BadInput, WrongUsage, NotWritten, StoreError.
    """
    jobs = Jobs(c, [annex], [org_id], only, format, raw=False, references=references)
    made = jobs.make([checked_annex(c, annex)], required(c, org_id))
    return write_file(ready_folder(folder) / made.name, made.data())


def export_all(
    c: Campaign,
    annexes: Sequence[Annex | str] = (),
    orgs: Sequence[str] = (),
    only: bool = False,
    format: str = "docx",
    out: Path = Path(),
    raw: bool = False,
    progress: Progress | None = None,
    references: bool = False,
) -> Outcome:
    """Write the forms of these annexes and organisations; of all annexes, and of all second-level
    organisations, where none are named. All cores share the work when there is much of it. Findings name
    their indicators with ``references``.

    Raises BadInput for an unknown organisation or folder, WrongUsage for an unknown annex or format,
    NotWritten when a file cannot be written: what was written before it stands. A single form that cannot
    be made raises its own error; of many, each is a problem.
    """
    from exports.cores import write_all  # starting processes is a library of its own

    jobs = Jobs(c, annexes, orgs, only, format, raw, references)
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


def export_bytes(
    c: Campaign,
    annexes: Sequence[Annex | str] = (),
    orgs: Sequence[str] = (),
    only: bool = False,
    format: str = "docx",
    raw: bool = False,
    progress: Progress | None = None,
    references: bool = False,
) -> tuple[bytes, tuple[Problem, ...]]:
    """The same for standard output: the one file, or a zip of all where there are several."""
    from exports.zipping import zipped

    jobs = Jobs(c, annexes, orgs, only, format, raw, references)
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
