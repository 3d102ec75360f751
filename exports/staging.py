"""Files on their way in: read, held against what is stored, and written only when somebody accepts it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from exports.readers.files import read_file
from exports.readers.grid import Reading
from exports.readers.headings import label
from forms.errors import BadInput
from forms.neutral import one_line
from forms.organisations import Organisations
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.imports import ORG, Proposal, Verdict, judge_head, judge_import

WORDS = {"new": "新增", "changed": "修改", "same": "相同", "refused": "有问题"}


@dataclass(frozen=True)
class Staged:
    """What the files propose, judged; heads come after all rows."""

    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> list[Verdict]:
        """What is said of each row."""
        return [verdict for verdict in self.verdicts if not verdict.head]

    @property
    def refused(self) -> list[Verdict]:
        """What is not taken."""
        return [verdict for verdict in self.verdicts if verdict.kind == "refused"]

    @property
    def summary(self) -> str:
        """新增3行，修改1行；表头修改; or empty when there is nothing at all."""
        counts = Counter[str](verdict.kind for verdict in self.rows)
        said = "，".join(f"{word}{counts[kind]}行" for kind, word in WORDS.items() if counts[kind])
        heads = "表头修改" if len(self.rows) < len(self.verdicts) else ""
        return "；".join(part for part in (said, heads) if part)


def read_files(
    c: Campaign, annex: RecordsAnnex, files: Iterable[tuple[str, bytes]], org_id: str = ""
) -> list[Reading]:
    """Each file's rows, with its name at them where there are several. Raises BadInput naming the file."""
    contents = list(files)
    readings = []
    for name, data in contents:
        try:
            reading = read_file(data, name, annex, c, org_id)
        except BadInput as error:
            raise BadInput(f"{name}：{error.sentence}") from error
        if len(contents) > 1:
            reading = Reading(
                tuple(_of_file(one, name) for one in reading.proposals),
                _of_file(reading.head, name) if reading.head else None,
                tuple(f"{name}：{note}" for note in reading.notes),
            )
        readings.append(reading)
    return readings


def stage(
    c: Campaign,
    annex: RecordsAnnex,
    readings: Sequence[Reading],
    placed: dict[int, str] | None = None,
    incomplete: bool = False,
) -> Staged:
    """Hold the rows of all files against what is stored.

    ``placed``: whose a row is, by its place among all rows, where the file is unclear and somebody has said.
    ``incomplete``: rows that lack something are taken as 未完成.
    """
    rows = [proposal for reading in readings for proposal in reading.proposals]
    for place, org_id in (placed or {}).items():
        faults = {name: why for name, why in rows[place].faults.items() if name != ORG}
        guessed = {name: said for name, said in rows[place].guessed.items() if name != ORG}
        rows[place] = replace(rows[place], org=org_id, within="", faults=faults, guessed=guessed)
    verdicts = judge_import(c, annex.id, rows, incomplete)
    heads: dict[str, Verdict] = {}
    for reading in readings:
        if reading.head is not None:
            verdict = judge_head(c, annex.id, reading.head)
            if verdict is not None:
                heads.setdefault(verdict.proposal.org, verdict)
    return Staged((*verdicts, *heads.values()), tuple(note for one in readings for note in one.notes))


def remarks(annex: RecordsAnnex, verdict: Verdict) -> Iterator[tuple[str, str, str]]:
    """What is to be said of a row, a line each: field's label, what is stored there, and what would be; or
    instead of both why it is refused, or what was supposed."""
    for name, why in verdict.cells.items():
        yield (label(annex, name) if name else ""), "", why
    if verdict.kind == "refused" and not verdict.cells:
        yield "", "", verdict.why
    for name, guess in verdict.proposal.guessed.items():
        yield label(annex, name), "", f"推测：{guess}"
    for name, texts in (verdict.differences or {}).items():
        yield label(annex, name), *parted(*texts)


def parted(stored: str, proposed: str) -> tuple[str, str]:
    """Both texts on a line, from a little before where they part; with line breaks named where nothing else
    tells them apart."""
    if one_line(stored) == one_line(proposed):
        stored, proposed = (text.replace("\n", "〔换行〕") for text in (stored, proposed))
    place = next((n for n, (a, b) in enumerate(zip(stored, proposed, strict=False)) if a != b), 0)
    begin = place - 10 if place > 20 else 0
    cut = [one_line(text[begin : begin + 200]) for text in (stored, proposed)]
    was, new = (("..." if begin else "") + text if text else "（空）" for text in cut)
    return was, new


def about(annex: RecordsAnnex, verdict: Verdict) -> str:
    """What tells a row from the others, in a line: its key, or the beginning of its texts."""
    raw = verdict.proposal.raw
    names = [name for name in annex.key if name in raw] or list(raw)
    return "  ".join(raw[name] for name in names if raw.get(name, "").strip())


def json_row(annex: RecordsAnnex, known: Organisations, verdict: Verdict) -> dict[str, Any]:
    """A row for programs. Keys: ``file, row, place, org, org_name, kind, head, values, changes, guessed,
    refused, why``."""
    proposal = verdict.proposal
    org = known.get(proposal.org)
    return {
        "file": proposal.file,
        "row": proposal.row,
        "place": proposal.where,
        "org": proposal.org,
        "org_name": org.name if org else proposal.whose,
        "kind": verdict.kind,
        "head": verdict.head,
        "values": dict(proposal.raw),
        "changes": [
            {"field": name, "label": label(annex, name), "stored": stored, "proposed": proposed}
            for name, (stored, proposed) in (verdict.differences or {}).items()
        ],
        "guessed": dict(proposal.guessed),
        "refused": dict(verdict.cells),
        "why": verdict.why,
    }


def _of_file(proposal: Proposal, name: str) -> Proposal:
    return replace(proposal, file=f"{name} ")
