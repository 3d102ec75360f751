"""报送: what each organisation owes, by when, how it stands and how far its annex is, and marking it as
handed in. Counts, never a percentage: 已录12条 · 有记录支部 9/12."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from forms.deadlines import Status, Submission, effective_due, status
from forms.errors import BadInput
from forms.neutral import clean, one_line
from forms.organisation import Organisation, Title
from forms.organisations import Organisations
from forms.pack import Deliverable, RecordsAnnex, ScheduleAnnex
from forms.printed_day import official_day
from store.campaign.campaign import Campaign
from store.campaign.gathering import of_organisations
from store.campaign.kinds.material import written_words
from store.campaign.kinds.submission import OFFICE_STATES, STATES, Owed, submission_id
from store.campaign.organisations import organisations, required, shard_of
from store.campaign.rows import documents
from store.campaign.writing import write
from store.protocol import ORGANISATIONS, Change, Document, unit_shard


class Obligation(Owed, frozen=True):
    """What one organisation owes, and how it stands."""

    submission: Submission
    document: Document | None
    status: Status
    progress: Progress

    @property
    def due(self) -> date:
        """The day that counts: a granted extension moves it."""
        return effective_due(self.deliverable.due, self.submission)

    @property
    def missing(self) -> str:
        """What is still missing, in words: ``已录12条 · 有记录支部 9/12``."""
        return self.progress.words

    @property
    def name(self) -> str:
        """The deliverable's official title, with the organisation's title it is for."""
        return f"{self.deliverable.title}（{self.held}）" if self.title else self.deliverable.title

    @property
    def facts(self) -> dict[str, str | int]:
        """What every JSON that lists it says of it: ids and names, the day as ISO 8601, days left, state."""
        return {
            "org": self.org.id,
            "org_name": self.org.name,
            "deliverable": self.deliverable.id,
            "title": self.name,
            "due": self.due.isoformat(),
            "days_left": self.status.days_left,
            "state": self.status.code,
        }


def obligations(c: Campaign, org_id: str = "") -> list[Obligation]:
    """All that the organisation and those below it owe, in the order of annex 1; all when none is named.
    Units that cannot be read are left out (``store.campaign.gathering``)."""
    known = organisations(c)
    scope = known.scope(required(c, org_id).id if org_id else "")
    owed = of_organisations(c, scope, lambda org: _owed(c, known, org))
    place = {deliverable.id: number for number, deliverable in enumerate(c.pack.deliverables)}
    return sorted(owed, key=lambda one: place[one.deliverable.id])


def due(c: Campaign, org_id: str = "", within: int | None = None) -> list[Obligation]:
    """What is pending, most pressing first; with ``within`` only what is due in so many days, or overdue."""
    pending = [one for one in obligations(c, org_id) if one.status.pending]
    if within is not None:
        pending = [one for one in pending if one.status.days_left <= within]
    return sorted(pending, key=lambda one: one.due)


def find_obligation(c: Campaign, org_id: str, deliverable: str, title: str = "") -> Obligation:
    """The one of this organisation and deliverable id; ``title`` where it holds several. Raises BadInput."""
    org = required(c, org_id)
    item = next((d for d in c.pack.deliverables if deliverable in (d.id, d.title)), None)
    if item is None:
        known = "、".join(f"{d.id}（{d.title}）" for d in c.pack.deliverables)
        raise BadInput(f"没有报送材料“{one_line(deliverable)}”；可用：{known}。")
    owed = [one for one in obligations(c, org.id) if one.org.id == org.id and one.deliverable is item]
    if not owed:
        who = "有称号的党组织（标杆院系、样板支部等）" if item.owed_by == "title-holder" else "各二级党组织"
        raise BadInput(f"“{org.name}”不需报送《{item.title}》，这份材料由{who}报送。")
    chosen = (
        [one for one in owed if one.title and title in (one.title.kind, one.title.words())] if title else owed
    )
    if len(chosen) != 1:
        titles = "、".join(one.title.words() for one in owed if one.title)
        raise BadInput(f"“{org.name}”的《{item.title}》按称号分别报送，请用 title 指明：{titles}。")
    return chosen[0]


def mark(
    c: Campaign, obligation: Obligation, state: str, date: str = "", extended_to: str = "", note: str = ""
) -> Obligation:
    """Save what was done about a deliverable. Texts as typed; an empty 报送日期 of a submission means today.

    Raises BadInput for an unknown state or a day that cannot be, Conflict when somebody marked it meanwhile.
    """
    from forms.when import parse_day  # costs start-up: nobody marks anything who reads what is due

    code = next(
        (code for code, word in STATES.items() if state in (code, word, word.partition("（")[0])), None
    )
    if code is None:
        known = "、".join(f"{word}（{code}）" if code else word for code, word in STATES.items())
        raise BadInput(f"报送状态“{one_line(state)}”不认识，可填：{known}。")
    today = c.clock.today()
    day = parse_day(date, c.entry_day) if date.strip() else (today if code == "submitted" else None)
    if code == "submitted" and day and day > today:
        raise BadInput(f"报送日期{official_day(day)}还没有到（今天是{official_day(today)}），请改正。")
    until = parse_day(extended_to, c.entry_day) if extended_to.strip() else None
    if code == "extended" and until is None:
        raise BadInput("延期要写明延到哪一天，如 2021年5月14日。")
    if code == "extended" and until and until < obligation.deliverable.due:
        raise BadInput(
            f"延期日期不能早于原定的{official_day(obligation.deliverable.due)}，请填那天或以后的日期。"
        )
    granted = obligation.submission.extended_to if code == "submitted" else ""
    data = {
        "deliverable": obligation.deliverable.id,
        "title": obligation.held,
        "state": code,
        "date": day.isoformat() if day and code == "submitted" else "",
        "extended_to": until.isoformat() if until and code == "extended" else granted,
        "note": clean(note).strip(),
    }
    org, base = obligation.org, obligation.document.rev if obligation.document else 0
    change = Change(id=document_id(c, obligation), annex=_schedule(c).id, org=org.id, base=base, data=data)
    write(c, shard_of(c, org.id), [change])
    return _obligation(c, organisations(c), obligation)


def document_id(c: Campaign, owed: Owed) -> str:
    """Where what was done about it is kept."""
    return submission_id(_schedule(c), owed)


def _owed(c: Campaign, known: Organisations, org: Organisation) -> list[Obligation]:
    """What one organisation owes. Its unit is read again only when something was saved there: the records of
    a whole school are not kept for the countdown's sake."""

    def make() -> list[Obligation]:
        units = {one.id for one in known.units}
        return [
            _obligation(c, known, Owed(org, deliverable, title))
            for deliverable in c.pack.deliverables
            for title in _titles(org, deliverable, units)
        ]

    shards = (unit_shard(known.unit_of(org.id).id), ORGANISATIONS)
    return c.kept(f"owed {org.id}", shards, make, c.clock.today())


def _titles(org: Organisation, deliverable: Deliverable, units: Iterable[str]) -> tuple[Title | None, ...]:
    if deliverable.owed_by == "title-holder":
        return org.titles
    return (None,) if org.id in units else ()


def _obligation(c: Campaign, known: Organisations, owed: Owed) -> Obligation:
    org, deliverable = owed.org, owed.deliverable
    shard = unit_shard(known.unit_of(org.id).id)
    document = c.store.get(shard, document_id(c, owed))
    submission = _submission(document)
    written = written_words(c, shard, owed)
    done = Progress(True, written) if written else progress(c, known, org, deliverable.annex)
    begun = done.begun or bool(submission.note)
    how = status(deliverable.due, submission, begun, c.clock.today())
    return Obligation(org, deliverable, owed.title, submission, document, how, done)


def _submission(document: Document | None) -> Submission:
    """What is stored, with anything a hand may have put there that is no state or day left out."""
    data = document.data if document else {}
    said: Any = data.get("state")
    known = isinstance(said, str) and said in STATES | OFFICE_STATES
    return Submission(
        state=said if known else "",
        date=_day(data.get("date")),
        extended_to=_day(data.get("extended_to")),
        note=clean(str(data.get("note", ""))),
    )


def _day(text: object) -> str:
    try:
        return date.fromisoformat(str(text or "")).isoformat()
    except ValueError:
        return ""


def _schedule(c: Campaign) -> ScheduleAnnex:
    assert c.pack.schedule is not None, "a deliverable stands in a schedule"
    return c.pack.schedule


class Progress(msgspec.Struct, frozen=True):
    """Whether anything is there, and what is said of it."""

    begun: bool
    words: str


def progress(c: Campaign, known: Organisations, org: Organisation, annex_id: str) -> Progress:
    """Of an organisation's form of an annex; nothing to say of a written document (no annex)."""
    annex = c.pack.annex(annex_id) if annex_id else None
    if annex is None:
        return Progress(False, "")
    members = known.form_members(org.id)
    ids = {member.id for member in members}
    found = [
        document
        for document in documents(c, unit_shard(known.unit_of(org.id).id), annex.id)
        if document.org in ids
    ]
    if isinstance(annex, RecordsAnnex) and annex.rows == "one-per-org":
        return _one_per_org(c, known, annex, members, found)
    return _many(members, found)


def _many(members: tuple[Organisation, ...], documents: list[Document]) -> Progress:
    branches = [org for org in members if org.level == "branch"]
    with_records = {document.org for document in documents}
    parts = [f"已录{len(documents)}条" if documents else "还没有记录"]
    if branches:
        parts.append(f"有记录支部 {sum(org.id in with_records for org in branches)}/{len(branches)}")
    parts.extend(_incomplete(documents))
    return Progress(bool(documents), " · ".join(parts))


def _one_per_org(
    c: Campaign,
    known: Organisations,
    annex: RecordsAnnex,
    members: tuple[Organisation, ...],
    documents: list[Document],
) -> Progress:
    parts = [f"已填 {len(documents)}/{len(members)} 个党组织"]
    parts.extend(_incomplete(documents))
    begun = bool(documents)
    if c.pack.guides and annex.finding_fields:
        open_count, total = _undiagnosed(c, known, members)
        begun = begun or open_count < total
        if open_count:
            parts.append(f"未诊断指标 {open_count}/{total}")
    return Progress(begun, " · ".join(parts))


def _undiagnosed(c: Campaign, known: Organisations, members: tuple[Organisation, ...]) -> tuple[int, int]:
    """Indicators without a verdict, and all there are, over these organisations of one unit."""
    assert c.pack.guides is not None
    guides = {org.id: c.pack.guides.guide(org.guide_id) for org in members}
    total = sum(len(guide.indicators) for guide in guides.values() if guide)
    shard = unit_shard(known.unit_of(members[0].id).id)
    done = sum(
        bool(document.data.get("verdict"))
        for document in c.store.query(shard, annex=c.pack.guides.id)
        if document.org in guides
    )
    return total - done, total


def _incomplete(documents: list[Document]) -> list[str]:
    open_ones = sum(document.state == "incomplete" for document in documents)
    return [f"未完成{open_ones}条"] if open_ones else []
