"""Taking rows in from a file: what a reader found, judged by the pack's natural key against what is
stored, and written: all at once, or in portions where there are very many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from forms.errors import BadInput, ConflictError, NotAllowed, TaizhangError, Uncertain
from forms.pack import RecordsAnnex
from forms.record_edit import RecordEdit
from store.campaign.campaign import Campaign
from store.campaign.findings import problem_changes, problems_text
from store.campaign.heads import head, head_change
from store.campaign.organisations import organisations, shard_of
from store.campaign.records import Row, Unsettled, list_records, record_changes, records_annex
from store.campaign.writing import ATTEMPTS, write_all
from store.protocol import Change, Document, Moved, unit_shard

ORG = "organisation"
"""Stands for the organisation's cell where others are named by their field."""


@dataclass(frozen=True)
class Proposal:
    """A row that a reader found, or a form's head (``row`` 0)."""

    row: int
    """Line or row number in the file, counted from 1, for sentences."""
    org: str
    """Organisation id; empty where it is not clear whose row it is."""
    raw: Mapping[str, str]
    """Field id to text."""
    place: str = ""
    """Where it stands, when a row's number does not say it: 第2个表格第3行."""
    file: str = ""
    """Name of the file, where there are several."""
    within: str = ""
    """For a row that does not say whose it is: whose form it stands in. ``org`` is then only the likely one,
    and a record of the form with the same natural key is the one that is meant."""
    whose: str = ""
    """The organisation as the file names it."""
    guessed: Mapping[str, str] = field(default_factory=dict)
    """Field id (or ``ORG``) to what was supposed about its text."""
    written: Mapping[str, str] = field(default_factory=dict)
    """Where a supposed text replaced the written one (同上): field id to what is written."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """Field id (or ``ORG``, or empty: the row) to why it cannot be taken."""

    forbidden: bool = False
    """It is another organisation's row, which this account may not see."""

    @property
    def form(self) -> str:
        """Whose form it stands in."""
        return self.within or self.org

    @property
    def where(self) -> str:
        return f"{self.file}{self.place or f'第{self.row}行'}"

    @property
    def why(self) -> str:
        return " ".join(self.faults.values())


@dataclass(frozen=True)
class Verdict:
    """What taking the proposal would do."""

    proposal: Proposal
    kind: Literal["new", "changed", "same", "refused"]
    changes: tuple[Change, ...] = ()
    differences: Mapping[str, tuple[str, str]] | None = None
    """For a changed one: field id to stored and proposed text."""
    why: str = ""
    """For a refused one: the sentence."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """For a refused one: field id (or ``ORG``) to the reason at that cell; empty when it is the whole row."""
    forbidden: bool = False
    """It is refused because this account may not see the organisation's records."""
    head: bool = False
    """It is a form's head, no row."""
    seen: int | None = None
    """The sequence of its shard when it was judged; None where that does not matter."""


Key = tuple[str, ...]

PORTION = 2_000
"""Changes that are written at once: others wait for less than two seconds, also in a unit of 50,000."""
MOST_UNITS = 40
"""Units that are written to at once, for the same reason."""

_TWICE = "与文件中前面的一行是同一条记录，内容却不同，请只留一行。"


def judge_import(
    c: Campaign, annex_id: str, proposals: Sequence[Proposal], incomplete: bool = False
) -> list[Verdict]:
    """What each proposal would do, in order; the second of two alike within the file counts as same.

    ``incomplete``: rows that lack something are taken as 未完成 instead of refused.
    """
    annex = records_annex(c, annex_id)
    judging = _Judging(c, annex, incomplete)
    rows = [judging.read(proposal) for proposal in proposals]
    verdicts: dict[int, Verdict] = {}
    # A row that changes nothing is the record it equals, even where others have the same key.
    for place, row in enumerate(rows):
        if isinstance(row, Verdict):
            verdicts[place] = row
            continue
        try:
            if found := judging.equal(row):
                verdicts[place] = Verdict(_settled(row.proposal, found), "same")
        except NotAllowed as error:  # of a whole unit's form a branch may take its own rows
            why = error.sentence
            verdicts[place] = Verdict(row.proposal, "refused", why=why, cells={ORG: why}, forbidden=True)
    left = {
        place: row for place, row in enumerate(rows) if place not in verdicts and not isinstance(row, Verdict)
    }
    waiting = Counter(row.key for row in left.values())
    for place, row in left.items():
        verdicts[place] = judging.verdict(row, waiting[row.key])
        waiting[row.key] -= 1
    return [verdicts[place] for place in range(len(rows))]


def judge_head(c: Campaign, annex_id: str, proposal: Proposal) -> Verdict | None:
    """What taking a form's head (``raw`` by head field) would do; None when it says what is there."""
    annex = records_annex(c, annex_id)
    now = head(c, annex, proposal.org)
    differences = {name: (now[name], text) for name, text in proposal.raw.items() if now.get(name) != text}
    if not differences:
        return None
    change = head_change(c, annex, proposal.org, {name: text for name, (_, text) in differences.items()})
    return Verdict(proposal, "changed", (change,), differences, head=True)


def accept(c: Campaign, verdicts: Sequence[Verdict], tell: Callable[[str], None] | None = None) -> int:
    """Write what is new or changed; returns how many rows. All of it or nothing, whatever units it is for; of
    more than ``PORTION`` changes each portion by itself, which ``tell`` is told of.

    Refused rows stop everything: raises BadInput for the first of them. Raises Overtaken, MergeConflict and
    what ``Store.apply_all`` raises; the sentence says what was written before.
    """
    refused = [verdict for verdict in verdicts if verdict.kind == "refused"]
    if refused:
        more = f"（共{len(refused)}行有问题）" if len(refused) > 1 else ""
        raise BadInput(f"{refused[0].proposal.where}：{refused[0].why}{more}")
    portions = _portions(c, [verdict for verdict in verdicts if verdict.changes])
    say = tell if tell and len(portions) > 1 else lambda sentence: None
    say(f"内容较多，分{len(portions)}批写入；每批要么全部写入，要么一行也不写入。")
    done = 0
    stands: dict[str, int] = {}
    for number, portion in enumerate(portions, 1):
        try:
            _write(c, portion, stands)
        except TaizhangError as error:
            if done:
                error.also(
                    f"前{number - 1}批（{done}行，到{portions[number - 2][-1].proposal.where}）已写入，"
                    "其余没有写入；处理后把原来的文件再导入一次，已写入的不会重复。"
                )
            elif not isinstance(error, Uncertain) and len({_shard(c, one) for one in portion}) > 1:
                error.also("各单位的内容都没有写入。")
            raise
        done += sum(not verdict.head for verdict in portion)
        say(f"第{number}批已写入，共{done}行。")
    return sum(verdict.kind in ("new", "changed") and not verdict.head for verdict in verdicts)


class Overtaken(ConflictError):
    """Somebody has meanwhile saved a record that a new row would be a second one of: judge the rows anew."""


def _portions(c: Campaign, verdicts: Sequence[Verdict]) -> list[list[Verdict]]:
    portions: list[list[Verdict]] = [[]]
    size, shards = 0, set[str]()
    for verdict in verdicts:
        size += len(verdict.changes)
        shards.add(_shard(c, verdict))
        if portions[-1] and (size > PORTION or len(shards) > MOST_UNITS):
            portions.append([])
            size, shards = len(verdict.changes), {_shard(c, verdict)}
        portions[-1].append(verdict)
    return portions


def _shard(c: Campaign, verdict: Verdict) -> str:
    return shard_of(c, verdict.proposal.org)


def _write(c: Campaign, verdicts: Sequence[Verdict], stands: dict[str, int]) -> None:
    """``stands``: up to where shards have been looked through, one's own portions before this one too."""
    changes: dict[str, list[Change]] = {}
    seen: dict[str, int] = {}
    for verdict in verdicts:
        shard = _shard(c, verdict)
        changes.setdefault(shard, []).extend(verdict.changes)
        if verdict.seen is not None:
            seen[shard] = min(verdict.seen, seen.get(shard, verdict.seen))
    seen |= {shard: stands[shard] for shard in changes.keys() & stands}
    for _ in range(ATTEMPTS):
        try:
            write_all(c, changes, seen)
            stands |= {shard: sequence + 1 for shard, sequence in seen.items()}
            return
        except Moved as moved:
            seen[moved.shard] = _looked_through(c, moved.shard, seen[moved.shard], changes[moved.shard])
    raise ConflictError(f"{'、'.join(changes)} 正被他人连续修改，本次没有保存；请稍后再导入。")


def _looked_through(c: Campaign, shard: str, seen: int, changes: Sequence[Change]) -> int:
    """Where the shard stands now, when nobody has saved what these would save once more. Raises Overtaken."""
    stands = c.store.sequence(shard)
    mine = {key: change for change in changes if not change.base and (key := _natural_key(c, change))}
    for entry in c.store.changes_since(shard, seen):
        for one in entry.changes:
            there = None if one.deleted else c.store.get(shard, one.id)
            key = _natural_key(c, there) if there else None
            if key in mine and mine[key].id != one.id:
                raise Overtaken(
                    f"{entry.actor} 刚在 {shard} 存入了文件里也有的一条记录，本次没有导入；请重新导入，"
                    "相同的不会重复。"
                )
    return stands


def _natural_key(c: Campaign, one: Change | Document) -> tuple[object, ...] | None:
    """What tells a record from others, as it is kept; None for what is no record, or has an id that does."""
    annex = next((annex for annex in c.pack.records if annex.id == one.annex), None)
    if annex is None or annex.rows != "many" or one.data is None:
        return None
    names = [name for name in annex.key or tuple(annex.by_id) if name != ORG]
    return (one.annex, one.org, *(repr(one.data.get(name)) for name in names))


@dataclass(frozen=True)
class _Read:
    """A proposal with its texts as they would be printed."""

    proposal: Proposal
    edit: RecordEdit
    texts: Mapping[str, str]
    literal: Mapping[str, str]
    """The same with what is written in the file instead of what was supposed."""
    key: Key


class _Judging:
    """The rows of a file against the stored ones, each of which is met once."""

    def __init__(self, c: Campaign, annex: RecordsAnnex, incomplete: bool) -> None:
        self._c, self._annex, self._incomplete = c, annex, incomplete
        self._by_form: dict[tuple[str, bool], dict[Key, list[Row]]] = {}
        self._met: set[tuple[str, str]] = set()
        self._stood: dict[str, int] = {}
        """Where shards stood before anything was looked at in them."""
        self._taken: dict[Key, Mapping[str, str]] = {}
        """The texts of an earlier row of the file by its key."""

    def read(self, proposal: Proposal) -> _Read | Verdict:
        """The row in words; refused at once where it cannot be read."""
        if proposal.faults:
            why, cells = proposal.why, proposal.faults
            return Verdict(proposal, "refused", why=why, cells=cells, forbidden=proposal.forbidden)
        day = self._c.entry_day
        if proposal.org in organisations(self._c).by_id:
            shard = unit_shard(organisations(self._c).unit_of(proposal.org).id)
            if shard not in self._stood:
                (self._stood[shard],) = self._c.store.sequences([shard])
        try:
            edit = RecordEdit(self._annex, day, proposal.raw)
            texts = edit.shown
            written = RecordEdit(self._annex, day, proposal.written).shown if proposal.written else {}
        except BadInput as error:
            return Verdict(proposal, "refused", why=error.sentence)
        return _Read(proposal, edit, texts, {**texts, **written}, self._key(proposal, texts))

    def equal(self, read: _Read) -> Row | None:
        """A row that the file's row would not change; it is met."""
        for texts in (read.texts, read.literal) if read.proposal.written else (read.texts,):
            for row in self._alike(read, texts):
                if not self._differences(row, texts):
                    self._meet(read, row)
                    return row
        return None

    def _alike(self, read: _Read, texts: Mapping[str, str] | None = None) -> list[Row]:
        """Rows with the same natural key that nothing in the file has met."""
        whose, only = form = read.proposal.form, not read.proposal.within
        if form not in self._by_form:
            by_key: dict[Key, list[Row]] = {}
            for row in list_records(self._c, self._annex.id, whose, only):
                by_key.setdefault(self._key(read.proposal, row.texts), []).append(row)
            self._by_form[form] = by_key
        key = read.key if texts is None else self._key(read.proposal, texts)
        return [row for row in self._by_form[form].get(key, ()) if _name(row) not in self._met]

    def _meet(self, read: _Read, row: Row | None) -> None:
        self._taken[read.key] = read.texts
        if row is not None:
            self._met.add(_name(row))

    def verdict(self, read: _Read, rest: int) -> Verdict:
        """What taking the row would do. ``rest`` is how many rows of the file with this key are still to find
        a record."""
        annex, proposal = self._annex, read.proposal
        alike = self._alike(read)
        if not alike and (before := self._taken.get(read.key)) is not None:
            if before == read.texts:
                return Verdict(proposal, "same")
            return Verdict(proposal, "refused", why=_TWICE)
        if len(alike) > rest:
            labels = "、".join(annex.by_id[name].label for name in annex.key if name in annex.by_id)
            why = f"已有{len(alike)}条{labels}都相同的记录，不知道改哪一条；请在程序里打开要改的一条。"
            return Verdict(proposal, "refused", why=why)
        row = alike[0] if alike else None
        if row is not None:
            proposal = _settled(proposal, row)
        self._meet(read, row)
        different = self._differences(row, read.texts) if row is not None else {}
        document = row.document if row is not None else None
        raw = {
            name: text
            for name, text in proposal.raw.items()
            if row is None or name not in annex.finding_fields or name in different
        }
        try:
            changes = record_changes(
                self._c,
                annex.id,
                proposal.org,
                raw if document else read.edit,
                id=document.id if document else "",
                base=document.rev if document else 0,
                incomplete=self._incomplete,
                forced=dict(_reasons(raw, document.forced if document else {}, different)),
            )
        except Unsettled as error:
            cells: dict[str, str] = {}
            for remark in error.remarks:
                cells.setdefault(remark.field, remark.text)
            return Verdict(proposal, "refused", (), different or None, error.sentence, cells)
        except BadInput as error:
            return Verdict(proposal, "refused", (), different or None, error.sentence)
        kind: Literal["changed", "new"] = "changed" if document else "new"
        seen = self._stood.get(shard_of(self._c, proposal.org))
        return Verdict(proposal, kind, tuple(changes), different or None, seen=seen)

    def _differences(self, row: Row, texts: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Field id to stored and proposed text. Findings differ only if taking them in would change one."""
        found = {}
        for name, text in texts.items():
            if name not in self._annex.finding_fields:
                if row.texts.get(name, "") != text:
                    found[name] = row.texts.get(name, ""), text
                continue
            # What was printed is what it was printed from, whatever numbers stand within its points.
            if row.texts.get(name, "").strip() == text.strip():
                continue
            printed = problems_text(self._c, row.org.id, references=True)
            if printed.strip() != text.strip() and problem_changes(self._c, row.org.id, text):
                found[name] = printed if "对照" in text else row.texts.get(name, ""), text
        return found

    def _key(self, proposal: Proposal, texts: Mapping[str, str]) -> Key:
        """Where the pack names no key, only a row that is equal throughout is the same one."""
        names = self._annex.key or tuple(self._annex.by_id)
        return proposal.form, *(texts.get(name, "") for name in names if name != ORG)


def _name(row: Row) -> tuple[str, str]:
    return row.org.id, row.document.id if row.document else ""


def _settled(proposal: Proposal, row: Row) -> Proposal:
    """It belongs to the organisation of the record it meets, and that is no guess any more."""
    if not proposal.within:
        return proposal
    guessed = {name: said for name, said in proposal.guessed.items() if name != ORG}
    return replace(proposal, org=row.org.id, guessed=guessed)


def _reasons(
    raw: Mapping[str, str], forced: Mapping[str, str], different: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """Soft remarks do not stop an import: that the row came from a file is the reason kept, where nobody has
    given one for the same text."""
    for name in raw:
        if name in different or name not in forced:
            yield name, "导入的内容"
