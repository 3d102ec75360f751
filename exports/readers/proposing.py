"""From tables found in a file to proposals: an annex's table is known by its headings, wherever it stands.
What a hand left to the reader (同上, merged cells, whose row it is) is filled in and marked as a guess.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from exports.readers.annex_tables import Table, annex_tables, head_texts, reporter, title_names
from exports.readers.grid import Cell, Grid, Line, Reading
from exports.readers.headings import ORG, SERIAL, normal, short
from exports.readers.organisation_matching import Whose, common_unit
from exports.table import RAW_COLUMNS
from forms.errors import BadInput
from forms.kinds.registry import kind_of
from forms.neutral import clean
from forms.organisation import Organisation
from forms.pack import RecordsAnnex
from forms.split import split_entries
from store.campaign.campaign import Campaign
from store.campaign.imports import Proposal
from store.campaign.organisations import organisations

_DITTO = frozenset(
    {"同上", "(同上)", "同上。", "同前", "〃", '"', "''", "“", "”", "″", "′′", "〞", ",,", "”“", "“”"}
)
"""What a hand writes for "as in the row above": 同上."""
NOTES = 12
"""Notes about one file that are told; more would be read by nobody."""


def propose(grids: Sequence[Grid], annex: RecordsAnnex, c: Campaign, org_id: str = "") -> Reading:
    """The rows of every table that has the annex's headings. Raises BadInput when there is none, or when the
    form is another organisation's than ``org_id``'s or one below it."""
    tables = annex_tables(grids, annex)
    known = organisations(c)
    above = [line for table in tables for line in table.above]
    texts = head_texts(annex, above)
    form = _form(annex, above, texts, Whose(known), Whose(known, org_id))
    whose = Whose(known, org_id)
    reader = _Rows(annex, whose, form)
    proposals = [proposal for table in tables for proposal in reader.read(table)]
    if form is None and (unit := common_unit(known, proposals)):
        # 教工第一党支部 is in many units; among rows of one unit it is that one's.
        reader = _Rows(annex, whose, form, unit)
        proposals = [proposal for table in tables for proposal in reader.read(table)]
    notes = [note for table in tables for note in table.notes] + reader.notes
    if len(notes) > NOTES:
        notes[NOTES:] = [f"另有{len(notes) - NOTES}处没有读入"]
    owner = form.id if form else org_id
    if texts and not owner:
        owners = {known.unit_of(one.org).id for one in proposals if one.org}
        owner = owners.pop() if len(owners) == 1 else ""
    head = Proposal(0, owner, texts, place="表头") if texts and owner else None
    return Reading(tuple(proposals), head, tuple(notes))


def _form(
    annex: RecordsAnnex, above: Sequence[str], texts: Mapping[str, str], anyone: Whose, own: Whose
) -> Organisation | None:
    """Whose form the file says it is. Raises BadInput when that is nobody among ``own``."""
    found = [anyone.named(name) or anyone.named_in(name) for name in title_names(annex, above)]
    found.append(anyone.named(reporter(annex, texts)))
    org = next((org for org in found if org is not None), None)
    if org is not None and own.default is not None and own.owner(org.id).org is None:
        raise BadInput(
            f"这是“{org.name}”的表，不属于“{own.default.name}”；请换到“{org.name}”再导入，或不指定党组织。"
        )
    return org


@dataclass
class _Rows:
    """Reads tables row by row, remembering what 同上 and group headings refer to."""

    annex: RecordsAnnex
    whose: Whose
    form: Organisation | None
    unit: Organisation | None = None
    """Among whose organisations a name is looked for first, where the form does not say."""
    notes: list[str] = field(default_factory=list)
    _headless: dict[int, str] = field(default_factory=dict)
    """Columns without a heading that hold something, and the first row where they do."""
    _above: dict[str, str] = field(default_factory=dict)
    """The texts of the row above."""
    _group: Organisation | None = None
    """Whose group of rows one is in."""

    def read(self, table: Table) -> Iterator[Proposal]:
        head = {
            name: normal(cell.text) for name, cell in zip(table.headings.found, table.head.cells, strict=True)
        }
        self._group, self._above, nameless = self.form, {}, 0
        for line in table.grid.lines:
            if line.number <= table.head.number:
                continue
            whole = self._whole(line, table.head)
            if whole:
                org = self.whose.named(whole)
                self._group = org or self._group
                if org is None and normal(whole) != normal(self.annex.note):
                    self.notes.append(f"{table.grid.place(line.number)}整行一格“{short(whole)}”没有读入")
                continue
            cells = self._cells(line, table)
            said = {name for name, cell in cells.items() if cell.text.strip() or cell.fault}
            if not said or self._again(cells, said, head):
                continue
            if said == {ORG}:
                nameless += 1
                continue
            yield self._proposal(line.number, table.grid.place(line.number), cells)
        for column, place in self._headless.items():
            self.notes.append(f"{place}等，第{column}列没有表头，没有读入")
        self._headless.clear()
        if nameless:
            self.notes.append(f"{table.grid.name}有{nameless}行只有党组织名称，没有内容，已略过")

    def _again(self, cells: Mapping[str, Cell], said: set[str], head: Mapping[str, str]) -> bool:
        """Whether it is the head row again, as at the top of a page."""
        return len(said) > 1 and all(
            len(cells[name].text) < 60 and normal(cells[name].text) == head[name] for name in said
        )

    def _whole(self, line: Line, head: Line) -> str:
        """The text of a row that is one cell across most of the table, as group headings and notes are."""
        said = [cell for cell in line.cells if cell.text.strip()]
        if len(said) != 1 or len(head.cells) < 3:
            return ""
        covered = sum(
            min(cell.end, said[0].end) - max(cell.start, said[0].start) > (cell.end - cell.start) / 2
            for cell in head.cells
        )
        return said[0].text if covered >= 3 and covered * 2 > len(head.cells) else ""

    def _cells(self, line: Line, table: Table) -> dict[str, Cell]:
        """Our columns' cells of a row, by what stands beneath their heading."""
        found, heads = table.beneath, table.head.cells
        cells: dict[str, Cell] = {}
        for place, cell in enumerate(line.cells):
            at = place if len(line.cells) == len(heads) else _beneath(cell, heads)
            name = found[at] if at >= 0 else ""
            if not name and (at < 0 or not heads[at].text.strip()) and cell.text.strip():
                self._headless.setdefault(place + 1, table.grid.place(line.number))
            if not name or name in (SERIAL, *RAW_COLUMNS):
                continue
            before = cells.get(name)
            if before is None:
                cells[name] = cell
            elif cell.text.strip() or cell.fault:
                cells[name] = Cell(
                    f"{before.text}\n{cell.text}" if before.text.strip() else cell.text,
                    before.start,
                    cell.end,
                    "几格并作一栏读入",
                    before.fault or cell.fault,
                )
        return cells

    def _proposal(self, number: int, place: str, cells: Mapping[str, Cell]) -> Proposal:
        raw, guessed, written, faults = {}, {}, {}, {}
        for name, cell in cells.items():
            text = _neutral(cell.text)
            if cell.guess and name != ORG:
                guessed[name] = cell.guess
            if _is_ditto(text):
                if self._above.get(name, "").strip():
                    written[name] = text
                    guessed[name] = f"“{text.strip()}”，照抄上一行"
                    text = self._above[name]
                elif name == ORG:
                    faults[name] = f"“{text.strip()}”的上面没有可以照抄的一行。"
            if cell.fault:
                faults[name] = f"{cell.fault}。"
            raw[name] = text
        self._above = dict(raw)
        said = raw.pop(ORG, "")
        written.pop(ORG, None)
        forbidden = False
        if said.strip() or ORG in faults:
            owner = self.whose.owner(said, self._group or self.unit)
            org, within = owner.org.id if owner.org else "", ""
            if owner.guess:
                guessed.setdefault(ORG, owner.guess)
            if owner.org is None:
                faults.setdefault(ORG, owner.why)
            forbidden = ORG in faults and owner.forbidden
        else:
            org, within = self._likely(raw, guessed, faults)
        return Proposal(
            number,
            org,
            raw,
            place=place,
            within=within,
            whose=said,
            guessed=guessed,
            written=written,
            faults=faults,
            forbidden=forbidden,
        )

    def _likely(
        self, raw: Mapping[str, str], guessed: dict[str, str], faults: dict[str, str]
    ) -> tuple[str, str]:
        """Organisation id (empty: unclear) of a row that does not say, and whose form it is."""
        likely = self._group or self.whose.default
        if likely is None:
            faults[ORG] = self.whose.owner("").why
            return "", ""
        if all(name == ORG for name in self.annex.key):
            guessed[ORG] = f"没有写明党组织，记在“{likely.name}”"
            return likely.id, ""
        doer = self._doer(raw, likely)
        if doer is not None and doer.id != likely.id:
            guessed[ORG] = f"按开展的党组织，记在“{doer.name}”"
        return (doer or likely).id, likely.id

    def _doer(self, raw: Mapping[str, str], form: Organisation) -> Organisation | None:
        """The organisation of the form that the row itself names, when it names just one."""
        for one in self.annex.fields:
            if kind_of(one).names_organisations and one.id in raw:
                entries = split_entries(raw[one.id])
                if len(entries) == 1:
                    return self.whose.below(form, entries[0])
        return None


def _neutral(text: str) -> str:
    """``clean``, asked for only where there is something to neutralise: nothing printable is."""
    return text if text.replace("\n", "").isprintable() else clean(text)


def _is_ditto(text: str) -> bool:
    return len(text) < 12 and "".join(unicodedata.normalize("NFKC", text).split()) in _DITTO


def _beneath(cell: Cell, heads: Sequence[Cell]) -> int:
    """The heading that most of the cell stands beneath, -1 for none."""
    shared = [min(cell.end, head.end) - max(cell.start, head.start) for head in heads]
    most = max(shared, default=0)
    return shared.index(most) if most > 0 else -1
