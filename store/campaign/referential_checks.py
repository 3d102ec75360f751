"""Do the documents of a campaign fit each other and its pack? What no form would let through, but a hand, an
older program or an organisation removed in the wrong moment may leave behind."""

from __future__ import annotations

from collections.abc import Iterator

from forms.document_tables import ORGANISATION
from forms.neutral import one_line
from forms.organisations import Organisations
from store.campaign.campaign import Campaign
from store.campaign.gathering import gathered
from store.campaign.kinds.registry import document_kind
from store.campaign.organisations import organisations
from store.protocol import ORGANISATIONS, unit_shard

MOST = 10
"""Problems named for one shard."""


def check_references(c: Campaign) -> list[str]:
    """A sentence for everything that refers to something there is not. Units that cannot be read are left out
    (``store.campaign.gathering``). Raises StoreError, Damaged."""
    known = organisations(c)

    def of(shard: str) -> list[str]:
        found = list(_organisations(c, known) if shard == ORGANISATIONS else _documents(c, known, shard))
        problems = [f"{shard} 的{one_line(problem)}。" for problem in found[:MOST]]
        if len(found) > MOST:
            problems.append(f"{shard} 还有{len(found) - MOST}处同类问题。")
        return problems

    return gathered(c, c.store.shards(), str, of)


def _organisations(c: Campaign, known: Organisations) -> Iterator[str]:
    for document in c.store.query(ORGANISATIONS):
        if document.annex == ORGANISATION:
            yield from document_kind(c, document.annex).check(c, known, document)
        else:
            yield f"记录 {document.id} 不是党组织"


def _documents(c: Campaign, known: Organisations, shard: str) -> Iterator[str]:
    unit = shard.partition("/")[2]
    documents = c.store.query(shard)
    if documents and known.get(unit) is None:
        yield f"党组织“{unit}”不存在，却有{len(documents)}条内容；请先恢复这个党组织，或删除这些内容"
        return
    once: dict[tuple[str, str], str] = {}
    for document in documents:
        org, kind = known.get(document.org), document_kind(c, document.annex)
        if org is None:
            yield f"记录 {document.id} 属于不存在的党组织“{document.org}”"
        elif known.unit_of(org.id).id != unit:
            home = unit_shard(known.unit_of(org.id).id)
            yield f"记录 {document.id} 属于“{org.name}”，应在 {home}"
        else:
            yield from kind.check(c, known, document)
            other = once.setdefault((kind.table, org.id), document.id) if kind.once else document.id
            if other != document.id:
                yield f"记录 {document.id} 和 {other} 都是“{org.name}”的{kind.once}，只能有一条"
