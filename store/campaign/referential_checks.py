"""Do the documents of a campaign fit each other and its pack? What no form would let through, but a hand, an
older program or an organisation removed in the wrong moment may leave behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from forms.errors import TaizhangError
from forms.neutral import one_line
from forms.organisations import Organisations
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import verdict_id
from store.campaign.organisations import organisations
from store.organisations import organisation_of
from store.protocol import ORGANISATIONS, Document, unit_shard

MOST = 10
"""Problems named for one shard."""


def check_references(c: Campaign) -> list[str]:
    """A sentence for everything that refers to something there is not. Raises StoreError, Damaged."""
    known = organisations(c)
    problems: list[str] = []
    for shard in c.store.shards():
        found = list(_organisations(c, known) if shard == ORGANISATIONS else _documents(c, known, shard))
        problems += [f"{shard} 的{one_line(problem)}。" for problem in found[:MOST]]
        if len(found) > MOST:
            problems.append(f"{shard} 还有{len(found) - MOST}处同类问题。")
    return problems


def _organisations(c: Campaign, known: Organisations) -> Iterator[str]:
    for document in c.store.query(ORGANISATIONS):
        if document.annex != "organisation":
            yield f"记录 {document.id} 不是党组织"
            continue
        org = organisation_of(document)
        if org.id != document.id:
            yield f"党组织 {document.id} 里写的编号是“{org.id}”"
        if org.parent and known.get(org.parent) is None:
            yield f"党组织“{org.name}”（{org.id}）的上级“{org.parent}”不存在，请重新填写上级"
        if org.level != "school" and c.pack.guides and c.pack.guides.guide(org.guide_id) is None:
            yield f"党组织“{org.name}”（{org.id}）的诊断指南“{org.guide_id}”不存在，请重新填写"


def _documents(c: Campaign, known: Organisations, shard: str) -> Iterator[str]:
    unit = shard.partition("/")[2]
    documents = c.store.query(shard)
    if documents and known.get(unit) is None:
        yield f"党组织“{unit}”不存在，却有{len(documents)}条内容；请先恢复这个党组织，或删除这些内容"
        return
    once: dict[tuple[str, str], str] = {}
    for document in documents:
        org = known.get(document.org)
        if org is None:
            yield f"记录 {document.id} 属于不存在的党组织“{document.org}”"
        elif known.unit_of(org.id).id != unit:
            home = unit_shard(known.unit_of(org.id).id)
            yield f"记录 {document.id} 属于“{org.name}”，应在 {home}"
        else:
            problem = _amiss(c, known, document)
            if problem:
                yield f"记录 {document.id} {problem}"
            annex = c.pack.annex(document.annex)
            if isinstance(annex, RecordsAnnex) and annex.rows == "one-per-org":
                other = once.setdefault((annex.id, org.id), document.id)
                if other != document.id:
                    yield f"记录 {document.id} 和 {other} 都是“{org.name}”的附件{annex.number}，只能有一条"


def _amiss(c: Campaign, known: Organisations, document: Document) -> str:
    """What the document refers to and is not there; empty when nothing."""
    check = _CHECKS.get(document.annex)
    if check:
        return check(c, known, document)
    data = document.data
    annex = c.pack.annex(document.annex)
    if not isinstance(annex, RecordsAnnex):
        return f"属于工作模板里没有的附件“{document.annex}”"
    unknown = sorted(set(data) - set(annex.by_id))
    return f"有附件{annex.number}没有的一项“{unknown[0]}”" if unknown else ""


def _finding_amiss(c: Campaign, known: Organisations, document: Document) -> str:
    indicator = document.data.get("indicator")
    return _indicator_amiss(c, known, document, indicator) if indicator else ""


def _head_amiss(c: Campaign, known: Organisations, document: Document) -> str:
    heads = {f"head:{annex.id}:{document.org}": annex for annex in c.pack.records}
    annex = heads.get(document.id)
    if annex is None:
        return "是表头，却没有这个附件"
    unknown = sorted(set(document.data) - {field.id for field in annex.head})
    return f"是附件{annex.number}的表头，没有“{unknown[0]}”这一项" if unknown else ""


def _indicator_amiss(c: Campaign, known: Organisations, document: Document, indicator: object) -> str:
    org = known.by_id[document.org]
    guide = c.pack.guides.guide(org.guide_id) if c.pack.guides else None
    if guide is None:
        return f"对照指标{indicator}，而“{org.name}”没有诊断指南"
    if not isinstance(indicator, str) or indicator not in guide.indicators:
        return f"对照的指标“{indicator}”在《{guide.title}》里没有"
    return ""


def _verdict_amiss(c: Campaign, known: Organisations, document: Document) -> str:
    data, indicator = document.data, document.data.get("indicator")
    problem = _indicator_amiss(c, known, document, indicator)
    if problem:
        return problem
    if document.id != verdict_id(document.org, str(indicator)):
        return f"是指标{indicator}的诊断，编号却不是它的"
    guide = c.pack.guides.guide(known.by_id[document.org].guide_id) if c.pack.guides else None
    assert guide is not None
    verdict = data.get("verdict", "")
    if verdict and guide.verdict(str(verdict)) is None:
        return f"的诊断结论“{verdict}”不认识"
    measures = data.get("measures")
    there = {measure.id for measure in guide.indicators[str(indicator)].measures}
    unknown = sorted(set(measures) - there) if isinstance(measures, dict) else []
    if unknown:
        return f"的量化指标“{unknown[0]}”在指标{indicator}里没有"
    return _evidence_amiss(c, known, document)


def _evidence_amiss(c: Campaign, known: Organisations, document: Document) -> str:
    """A record that was deleted since is told on the screen and is nothing amiss."""
    from store.campaign.evidence import FIELD, evidence, evidence_ids, many_row_annexes

    kept, ids = document.data.get(FIELD, []), evidence_ids(document.data)
    if not isinstance(kept, list) or len(kept) != len(ids):
        return "的佐证读不懂"
    annexes = {annex.id for annex in many_row_annexes(c)}
    for one in evidence(c, document.org, ids):
        if one.document is None and not one.deleted:
            return f"的佐证“{one.id}”没有这条记录"
        if one.document is not None and one.document.annex not in annexes:
            return f"的佐证“{one.id}”不是逐条填报的记录"
    return ""


def _submission_amiss(c: Campaign, known: Organisations, document: Document) -> str:
    deliverable, title = document.data.get("deliverable"), document.data.get("title")
    if all(item.id != deliverable for item in c.pack.deliverables):
        return f"报送的材料“{deliverable}”在附件1里没有"
    org = known.by_id[document.org]
    if title and all(held.words() != title for held in org.titles):
        return f"是按称号“{title}”报送的，而“{org.name}”没有这个称号；请核对称号"
    return ""


def _material_amiss(c: Campaign, known: Organisations, document: Document) -> str:
    from store.campaign.material_data import read_attachments

    problem = _submission_amiss(c, known, document)
    if problem:
        return problem
    kept = document.data.get("attachments")
    there = list(read_attachments(document.data))
    if not isinstance(kept, list) or len(kept) != len(there):
        return "的附件清单读不懂"
    shard = unit_shard(known.unit_of(document.org).id)
    for one in there:
        try:
            c.store.read_file(shard, one.sha256)
        except TaizhangError as error:
            return f"的附件“{one.name}”用不了：{error.sentence.rstrip('。')}"
    return ""


_CHECKS: dict[str, Callable[[Campaign, Organisations, Document], str]] = {
    "finding": _finding_amiss,
    "guide": _verdict_amiss,
    "head": _head_amiss,
    "material": _material_amiss,
    "schedule": _submission_amiss,
}
"""By the document's ``annex``; any other is a record of a records annex."""
