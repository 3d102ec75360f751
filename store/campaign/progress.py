"""How far an annex is, in counts: 已录12条 · 有记录支部 9/12. Never a percentage."""

from __future__ import annotations

import msgspec

from forms.organisation import Organisation
from forms.organisations import Organisations
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.rows import documents
from store.protocol import Document, unit_shard


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
