"""Records of a records annex (annexes 2 and 4, and any a pack adds): listed, checked, saved, deleted, and
which one came before another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypedDict, Unpack

from forms.errors import BadInput, ConflictError, WrongUsage
from forms.kinds.registry import kind_of
from forms.neutral import clean, one_line
from forms.organisation import Organisation
from forms.organisations import Organisations
from forms.pack import RecordsAnnex
from forms.record_edit import RecordEdit, stored_texts
from forms.remark import Remark
from store.campaign import findings as problems
from store.campaign.campaign import Campaign
from store.campaign.duplicates import key_fields, twin_of
from store.campaign.gathering import of_organisations
from store.campaign.organisations import organisations, required, shard_of
from store.campaign.rows import Reading, documents
from store.campaign.rows import Row as Row
from store.campaign.writing import write
from store.protocol import ORGANISATIONS, Change, Document, State, new_id, unit_shard
from store.versions import document_at, version_at


class Unsettled(BadInput):
    """A record was not saved because of remarks that are neither mended, forced nor allowed to stay open."""

    def __init__(self, sentence: str, remarks: Sequence[Remark]) -> None:
        super().__init__(sentence)
        self.remarks = tuple(remarks)


def records_annex(c: Campaign, name: str) -> RecordsAnnex:
    """The records annex of this id or number. Raises WrongUsage naming those there are."""
    annex = c.pack.annex(name)
    if isinstance(annex, RecordsAnnex):
        return annex
    known = "、".join(f"{annex.id}（附件{annex.number}）" for annex in c.pack.records)
    raise WrongUsage(f"“{one_line(name)}”不是可以逐条填报的附件；可用：{known}。")


def list_records(c: Campaign, annex_id: str, org_id: str = "", only: bool = False) -> list[Row]:
    """Rows of an organisation and those below it (``only``: itself alone), of all when none is named. Units
    that cannot be read are left out (``store.campaign.gathering``).

    Many-row annexes by start date, then as entered; one-per-org annexes in official order.
    """
    annex, known = records_annex(c, annex_id), organisations(c)
    members = known.form_members(org_id, only)
    shards = [ORGANISATIONS, *dict.fromkeys(unit_shard(known.unit_of(org.id).id) for org in members)]
    asked = (annex_id, org_id, only, c.entry_day)
    return list(c.kept("rows", shards, lambda: _listed(c, annex, known, members), *asked))


def _listed(
    c: Campaign, annex: RecordsAnnex, known: Organisations, members: Sequence[Organisation]
) -> list[Row]:
    of = _documents(c, annex, known)
    rows = of_organisations(
        c,
        members,
        lambda org: [_row(c, annex, org, one) for one in of(org) or _finding_only(c, annex, org)],
    )
    if annex.rows == "many":
        start = _starts(c, annex)
        rows.sort(key=lambda row: (start(row), row.document.id if row.document else ""))
    return rows


def roster(c: Campaign, annex_id: str, org_id: str = "", only: bool = False) -> list[Row]:
    """For a one-per-org annex: every organisation in official order, also those that have nothing yet."""
    annex, known = records_annex(c, annex_id), organisations(c)
    members = known.form_members(org_id, only)
    of = _documents(c, annex, known)
    owing = [org for org in members if org.level != "school"]
    return of_organisations(c, owing, lambda org: [_row(c, annex, org, next(iter(of(org)), None))])


def get_row(c: Campaign, annex_id: str, org_id: str, document_id: str, rev: int = 0) -> Row:
    """One record as it stands now, or stood at a revision; an empty row when there is (was) none. Raises
    BadInput for an unknown org."""
    annex, shard = records_annex(c, annex_id), shard_of(c, org_id)
    document = document_at(c.store, shard, document_id, rev) if document_id else None
    return _row(c, annex, required(c, org_id), document)


def record_id(annex: RecordsAnnex, org_id: str) -> str:
    """A record that an organisation has once is named after it, so that two people cannot create two."""
    return f"{annex.id}:{org_id}" if annex.rows == "one-per-org" else new_id()


class HowToSave(TypedDict, total=False):
    """What may be said of a record that is saved."""

    id: str
    """Of the record; a new one may have none."""
    base: int
    """The revision that was looked at; 0 for a new record."""
    forced: Mapping[str, str] | None
    """The reason for each field that is saved against a soft remark."""
    incomplete: bool
    """Keep it as 未完成, with what is missing or cannot be yet."""
    duplicates: bool
    """That it may be there already is a soft remark, too; imports judge that by the whole key."""


def save_record(
    c: Campaign,
    annex_id: str,
    org_id: str,
    raw: Mapping[str, str] | RecordEdit,
    **how: Unpack[HowToSave],
) -> Document:
    """Save a new record or the next revision of one: texts by field id, the others stay as they are, or what
    a form has made of them, of which nothing is parsed again. A text for the findings field becomes findings
    in the same write. Raises Unsettled, BadInput, Conflict."""
    saved = write(c, shard_of(c, org_id), record_changes(c, annex_id, org_id, raw, **how))[0]
    assert saved is not None
    return saved


def save_entry(
    c: Campaign,
    annex_id: str,
    org_id: str,
    raw: Mapping[str, str] | RecordEdit,
    *,
    before: Sequence[problems.Finding] = (),
    after: Sequence[problems.Finding] = (),
    **how: Unpack[HowToSave],
) -> Document:
    """``save_record`` together with what turns findings ``before`` into ``after``. Raises what it raises.

    Two people who both begin an organisation's only record are merged too.
    """
    changes = record_changes(c, annex_id, org_id, raw, merge_first=True, **how)
    changes += problems.finding_edits(c, org_id, before, after)
    saved = write(c, shard_of(c, org_id), changes)[0]
    assert saved is not None
    return saved


def record_changes(
    c: Campaign,
    annex_id: str,
    org_id: str,
    raw: Mapping[str, str] | RecordEdit,
    *,
    id: str = "",
    base: int = 0,
    forced: Mapping[str, str] | None = None,
    incomplete: bool = False,
    merge_first: bool = False,
    duplicates: bool = False,
) -> list[Change]:
    """What ``save_record`` writes, the record first: for saving many at once; see ``HowToSave``.

    ``merge_first``: where the organisation's only record has come to be meanwhile, the two first versions are
    merged like any others, instead of a ConflictError.
    """
    annex = records_annex(c, annex_id)
    org = required(c, org_id)
    id = id or record_id(annex, org.id)
    old = c.store.get(shard_of(c, org.id), id)
    if base == 0 and old is not None and annex.rows == "one-per-org" and not merge_first:
        raise ConflictError(f"“{org.name}”的附件{annex.number}已有一条（编号 {id}），请打开它修改。")
    if base and (old is None or old.rev != base):
        old = version_at(c.store, shard_of(c, org.id), id, base)
    old = old if base else None
    stored = stored_texts(annex, old.data) if old is not None else {}
    edit = raw if isinstance(raw, RecordEdit) else RecordEdit(annex, c.entry_day, {**stored, **raw})
    edit.complete(stored)
    texts, values, remarks = edit.texts, edit.values, edit.remarks
    reasons = {name: clean(reason).strip() for name, reason in (forced or {}).items() if reason.strip()}
    changed = set(edit.changed_from(stored))
    unchanged = {name: why for name, why in old.forced.items() if name not in changed} if old else {}
    reasons = {**unchanged, **reasons}
    apart = {field.id for field in key_fields(annex)}
    moved = old is None or (old.state == "incomplete" and not apart & unchanged.keys())
    moved = moved or bool(apart & changed)
    if duplicates and moved and (twin := twin_of(c, annex, org.id, texts, id)):
        remarks = (*remarks, twin)
    state = resolve_state(annex, remarks, reasons, incomplete)
    problem_texts = [values.pop(name) for name in annex.finding_fields if name in values]
    remarked = {remark.field for remark in remarks}
    if not moved:  # whoever entered it has looked at the one that is like it
        remarked |= apart & unchanged.keys()
    record = Change(
        id=id,
        annex=annex.id,
        org=org.id,
        base=base,
        data=values,
        state=state,
        forced={name: reason for name, reason in reasons.items() if name in remarked},
    )
    return [
        record,
        *(change for text in problem_texts for change in problems.problem_changes(c, org.id, text)),
    ]


def delete_record(c: Campaign, document: Document) -> None:
    """Delete this very version. Raises Conflict."""
    write(c, shard_of(c, document.org), [document.change(None)])


def resolve_state(
    annex: RecordsAnnex, remarks: Sequence[Remark], reasons: Mapping[str, str], incomplete: bool
) -> State:
    """完成, or 未完成 where that is allowed. Raises Unsettled for what is neither mended nor forced."""
    open_remarks = [
        remark for remark in remarks if remark.kind != "soft" or not (incomplete or reasons.get(remark.field))
    ]
    if not open_remarks:
        return "complete"
    if incomplete:
        return "incomplete"
    first = open_remarks[0]
    label = annex.by_id[first.field].label
    more = f"（另有{len(open_remarks) - 1}处）" if len(open_remarks) > 1 else ""
    raise Unsettled(f"附件{annex.number}的“{label}”：{first.text.rstrip('。')}{more}。", open_remarks)


def _documents(
    c: Campaign, annex: RecordsAnnex, known: Organisations
) -> Callable[[Organisation], Sequence[Document]]:
    """Documents by organisation, one query a shard."""
    by_org: dict[str, dict[str, list[Document]]] = {}

    def of(org: Organisation) -> Sequence[Document]:
        unit = known.unit_of(org.id).id
        if unit not in by_org:
            found: dict[str, list[Document]] = {}
            for document in documents(c, unit_shard(unit), annex.id):
                found.setdefault(document.org, []).append(document)
            by_org[unit] = found
        return by_org[unit].get(org.id, ())

    return of


def _finding_only(c: Campaign, annex: RecordsAnnex, org: Organisation) -> Sequence[None]:
    """A row for an organisation that has listed findings and no record yet."""
    return [None] if annex.finding_fields and any(f.listed for f in problems.findings(c, org.id)) else []


def _row(c: Campaign, annex: RecordsAnnex, org: Organisation, document: Document | None) -> Row:
    return Row(org, document, partial(_read, c, annex))


def _read(c: Campaign, annex: RecordsAnnex, org: Organisation, document: Document | None) -> Reading:
    texts: dict[str, str] = {}
    faults: list[str] = []
    for field in annex.fields:
        if field.id in annex.finding_fields:
            texts[field.id] = problems.problems_text(c, org.id)
            continue
        value = document.data.get(field.id) if document else None
        texts[field.id] = kind_of(field).show(value)
        if value is not None and not kind_of(field).fits(value):
            faults.append(
                f"“{field.label}”的内容“{one_line(texts[field.id])[:20]}”不是这一项能填的，请打开改正"
            )
    return texts, tuple(faults)


def _starts(c: Campaign, annex: RecordsAnnex) -> Callable[[Row], str]:
    """The first day of a record's first date field; undated records last."""
    field, day = annex.time_field, c.entry_day

    def of(row: Row) -> str:
        value = row.document.data.get(field.id) if field and row.document else None
        days = kind_of(field).days(value, day) if field else None
        return days[0].isoformat() if days else "9999"

    return of


def record_before(c: Campaign, annex_id: str, org_id: str, document_id: str = "") -> Row | None:
    """``preceding`` among all records of the unit that ``org_id`` belongs to."""
    unit = organisations(c).unit_of(org_id)
    rows = list_records(c, annex_id, unit.id)
    return preceding(records_annex(c, annex_id), rows, org_id, document_id)


def preceding(annex: RecordsAnnex, rows: Sequence[Row], org_id: str, document_id: str = "") -> Row | None:
    """Before an existing record: the one above it in ``rows``. Before a new one of a many-row annex: what
    this organisation entered last, failing that what anybody did.
    """
    if annex.rows != "many" or document_id:
        above: Row | None = None
        for row in rows:
            if row.org.id == org_id and (row.document.id if row.document else "") in (document_id, ""):
                break
            above = row if row.document else above
        return above
    return last_entered(rows, org_id) or last_entered(rows)


def last_entered(rows: Sequence[Row], org_id: str = "") -> Row | None:
    """The newest record, of one organisation where it is named: ids are given in order of time."""
    found = [row for row in rows if row.document and org_id in ("", row.org.id)]
    return max(found, key=lambda row: row.document.id if row.document else "", default=None)
