"""How each answer came to be what it is: every version, who made it, when, and what changed; of the
whole, and of what stands at one place of a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from heapq import merge

import msgspec

from forms.document_tables import FINDING
from forms.errors import BadInput
from store.campaign.campaign import Campaign
from store.campaign.gathering import gathered
from store.campaign.kinds.registry import document_kind
from store.campaign.kinds.verdict import verdict_id
from store.campaign.organisations import organisations, shard_of
from store.campaign.records import records_annex
from store.campaign.submissions import Obligation, document_id
from store.campaign.writing import write
from store.protocol import ORGANISATIONS, Data, Document
from store.versions import Version, version_at, versions


def history(
    c: Campaign, annex_id: str = "", org_id: str = "", document_id: str = "", since: date | None = None
) -> list[Version]:
    """Versions of everything this person may see, newest last: of one annex (with the findings and the head
    that belong to it; ``organisation`` for the list of organisations), of an organisation and those below
    it, of one document, from a day on. Raises BadInput for an unknown organisation, Damaged.

    Of one shard they come in order of its journal; shards among each other by time. Units that cannot be read
    are left out (``store.campaign.gathering``).
    """
    known = organisations(c)
    scope = {org.id for org in known.scope(known.find(org_id).id)} if org_id else None
    day = since.isoformat() if since else ""

    def of(shard: str) -> list[list[tuple[str, Version]]]:
        return [
            [
                (at, version)
                for at, version in _timed(versions(c.store, shard, document_id or None))
                if at >= day
                and (scope is None or version.org in scope)
                and (not annex_id or document_kind(c, version.annex).belongs(c, annex_id, version.id))
            ]
        ]

    rows = gathered(c, _shards(c, org_id), str, of)
    return [version for _, version in merge(*rows, key=lambda row: row[0])]


def shard_that_holds(c: Campaign, document_id: str) -> str:
    """The shard where a document is, or was before it was deleted. Raises BadInput when there is none."""
    shards = _shards(c, "")

    def now(shard: str) -> list[str]:
        return [shard] if c.store.get(shard, document_id) is not None else []

    def once(shard: str) -> list[str]:
        return [shard] if next(iter(c.store.history(shard, document_id)), None) is not None else []

    for holds in (now, once):
        if found := gathered(c, shards, str, holds):
            return found[0]
    raise BadInput(
        f"没有编号为“{document_id}”的内容；编号见 taizhang history 或 taizhang list --format csv。"
    )


def bring_back(c: Campaign, shard: str, document_id: str, rev: int) -> Document:
    """Make an old version the newest, as a new revision; a deleted document comes back the same way.

    Raises BadInput when there is no such version or no place for it any more, MergeConflict when somebody
    saved meanwhile.
    """
    old = version_at(c.store, shard, document_id, rev)
    if old is None:
        raise BadInput(f"没有第{rev}版可以恢复；请按 F7 或用 taizhang history 查看有哪些版本。")
    document_kind(c, old.annex).check_place(c, old)
    now = c.store.get(shard, document_id)
    if now and (now.data, now.state, now.forced) == (old.data, old.state, old.forced):
        return now
    (document,) = write(c, shard, [old.change(old.data, base=now.rev if now else 0)])
    assert document is not None
    return document


def bring_back_field(c: Campaign, shard: str, document_id: str, rev: int, field: str) -> Document:
    """Make an old version of one field (a key of ``data``, or ``measures.ID``) the newest; the others stay as
    they are now. Raises as ``bring_back``, also when the document is deleted."""
    old, now = version_at(c.store, shard, document_id, rev), c.store.get(shard, document_id)
    if old is None or now is None:
        raise BadInput("这条内容已删除，不能只恢复其中一项；请先恢复整条。")
    data, forced = _with_field(now.data, old.data, field), dict(now.forced)
    forced.pop(field, None)
    if field in old.forced:
        forced[field] = old.forced[field]
    (document,) = write(c, shard, [msgspec.structs.replace(now.change(data), forced=forced)])
    assert document is not None
    return document


def _with_field(data: Data, old: Data, field: str) -> Data:
    name, dot, rest = field.partition(".")
    if dot:
        inner, was = data.get(name), old.get(name)
        inner, was = inner if isinstance(inner, dict) else {}, was if isinstance(was, dict) else {}
        return {**data, name: _with_field(inner, was, rest)}
    kept = {key: value for key, value in data.items() if key != name}
    return {**kept, name: old[name]} if name in old else kept


def deleted(c: Campaign, annex_id: str = "", org_id: str = "") -> list[Version]:
    """The deletions that still stand, newest first: of an annex (as ``history`` takes it), of an organisation
    and those below it. Raises as ``history``."""
    last: dict[tuple[str, str], Version] = {}
    for version in history(c, annex_id, org_id):
        last.pop((version.shard, version.id), None)
        last[version.shard, version.id] = version
    return [version for version in reversed(last.values()) if version.document is None]


def _shards(c: Campaign, org_id: str) -> list[str]:
    """Where an organisation's documents are; all that this person may see when none is named."""
    if not org_id:
        return c.store.shards()
    known = organisations(c)
    unit = known.unit_of(known.find(org_id).id).id
    units = {known.unit_of(org.id).id for org in known.scope(known.find(org_id).id)} | {unit}
    return [shard for shard in c.store.shards() if shard == ORGANISATIONS or shard.partition("/")[2] in units]


def _timed(row: list[Version]) -> Iterator[tuple[str, Version]]:
    """Each with a time that never goes back: a clock may have, and order is by sequence."""
    latest = ""
    for version in row:
        latest = max(latest, version.at)
        yield latest, version


Past = Callable[[Campaign], list[Version]]
"""Versions, oldest first, as they are when it is called. Raises Damaged."""


def of_record(annex_id: str, org_id: str, document_id: str) -> Past:
    """A record; in an annex with 存在问题 the organisation's findings too."""

    def past(c: Campaign) -> list[Version]:
        shard = shard_of(c, org_id)
        if not records_annex(c, annex_id).finding_fields:
            return versions(c.store, shard, document_id)
        return [
            version
            for version in versions(c.store, shard)
            if version.id == document_id or (version.annex == FINDING and version.org == org_id)
        ]

    return past


def of_indicator(org_id: str, indicator: str) -> Past:
    """Verdict and measures of an indicator, and the findings that stand or stood under it; the findings
    指南以外 where ``indicator`` is empty."""

    def past(c: Campaign) -> list[Version]:
        guides = c.pack.guides
        verdict = verdict_id(guides, org_id, indicator) if guides and indicator else ""
        return [
            version
            for version in versions(c.store, shard_of(c, org_id))
            if version.id == verdict
            or (version.annex == FINDING and version.org == org_id and indicator in _indicators(version))
        ]

    return past


def of_submission(one: Obligation) -> Past:
    """What was done about one deliverable."""
    return lambda c: versions(c.store, shard_of(c, one.org.id), document_id(c, one))


def of_document(shard: str, document_id: str) -> Past:
    """Any document by its id."""
    return lambda c: versions(c.store, shard, document_id)


def _indicators(version: Version) -> set[object]:
    return {one.data.get("indicator", "") for one in (version.before, version.document) if one}
