"""Rules of ``counted``: the annex, fields and kinds that a measure says it is counted from must be there."""

from __future__ import annotations

from collections.abc import Iterator

from forms.faults import shown
from forms.kinds.registry import kinds_with, traits_of
from forms.pack import GuideAnnex, Measure, Pack, RecordsAnnex


def counting_faults(pack: Pack, annex: GuideAnnex) -> Iterator[tuple[str, str]]:
    """The key and the sentence of each fault."""
    for place, guide in enumerate(annex.guides, 1):
        for indicator_id, indicator in guide.indicators.items():
            for number, measure in enumerate(indicator.measures, 1):
                where = f"guides 第{place}项（{guide.id}）的指标{indicator_id}（{indicator.short}）的"
                where += f" measures 第{number}项（{measure.id}）的 counted"
                for key, sentence in _faults(pack, measure):
                    yield f"{where}{f' 的 {key}' if key else ''}", sentence


def _faults(pack: Pack, measure: Measure) -> Iterator[tuple[str, str]]:
    counted = measure.counted
    if counted is None:
        return
    if measure.period == "now":
        yield "", "不能用：period 是 now 的量化指标没有统计期间，请删去这个键。"
    annex = pack.annex(counted.annex)
    if not isinstance(annex, RecordsAnnex) or annex.id != counted.annex:
        known = "、".join(one.id for one in pack.records)
        yield "annex", f"是 {shown(counted.annex)}，不是逐条填报的附件，请写 {known} 中的一个。"
        return
    if annex.time_field is None:
        kinds = kinds_with("days")
        yield "annex", f"是 {annex.id}，这个附件没有时间（kind 为 {kinds} 的字段），请换一个附件。"
    for key in ("any_of", "without_groups"):
        for number, said in enumerate(getattr(counted, key), 1):
            field, parted, entry = said.partition(":")
            known = "、".join(one.id for one in annex.fields if traits_of(one).entries)
            there = annex.by_id.get(field)
            if there is None or not traits_of(there).entries:
                yield f"{key} 第{number}项", f"里的字段 {shown(field)} 不能用，请从 {known} 里选。"
            elif not parted or not entry.strip():
                yield f"{key} 第{number}项", f"是 {shown(said)}，请写成“字段:内容”，例如 {field}:党课。"
    numbers = [f"sum:{one.id}" for one in annex.fields if traits_of(one).adds_up]
    if counted.what not in (accepted := ("records", "months", *numbers)):
        yield "what", f"是 {shown(counted.what)}，请写 {'、'.join(accepted)} 中的一个。"
