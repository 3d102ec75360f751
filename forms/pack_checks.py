"""Rules of a pack that hold between its keys: ids, references from one part to another, bounds, plain text.

The types (``pack``) hold the shape; these hold the sense. Each fault is one sentence: file, key and remedy.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any

from forms.document_tables import TABLES
from forms.errors import PackError
from forms.faults import place_words, shown
from forms.kinds.registry import TRAITS, kinds_with, traits_of
from forms.neutral import clean
from forms.organisation import BRANCH_TYPES, UNIT_TYPES
from forms.pack import Annex, Column, Guide, GuideAnnex, Measure, Pack, RecordsAnnex, ScheduleAnnex
from forms.shift import FIRST_YEAR, LAST_YEAR

RESERVED_FIELDS = ("serial", "organisation")
"""What a column may show beside fields, so no field may be called so."""

RESERVED_ANNEXES = (*TABLES, "submission", "pack", "units", "office")
"""What else has these names in a store: tables beside the annexes', folders, and what may be one some day."""

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_PACK_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}|[{}]")
_FILLED_IN = ("value", "limit", "period")
_PARAGRAPHS = ("text", "note", "prompt", "ask", "finding")
"""Keys whose text may have line breaks; a label or a heading is one line."""
_RULE_TRAITS = {"not-over": "amount", "not-before": "days", "attendance-words": "words"}
"""What the fields must have that each kind of rule is about."""

Faults = Iterator[tuple[str, str]]
"""The key and the sentence of each fault."""


def check_text(raw: Any, name: str) -> None:
    """No control characters in any text, official or ours: they would reach a terminal and a Word file.

    Nothing is mended in silence, since official wording is kept to the character.
    """
    _refuse(name, _text(raw, raw, []))


def check_pack(pack: Pack, name: str, files: tuple[str, ...]) -> None:
    """What holds between the annexes of a pack, and its head. ``files`` are the annexes' names, in order."""
    _refuse(name, _head(pack))
    ids = [annex.id for annex in pack.annexes if not isinstance(annex, ScheduleAnnex)]
    for place, file in enumerate(files):
        _refuse(file, _doubles(pack.annexes[place], dict(zip(files[:place], pack.annexes, strict=False))))
    for file, annex in zip(files, pack.annexes, strict=True):
        if isinstance(annex, GuideAnnex):
            _refuse(file, _counting(pack, annex))
        elif isinstance(annex, ScheduleAnnex):
            _refuse(file, _made_from(annex, ids))


def check_annex(annex: Annex, name: str) -> None:
    """What holds within one annex."""
    _refuse(name, _annex(annex))


def _refuse(name: str, faults: Faults) -> None:
    for place, sentence in faults:
        raise PackError(f"{name}：{place} {sentence}")


def _text(raw: Any, top: Any, steps: list[str | int]) -> Faults:
    if isinstance(raw, str):
        keys = [step for step in steps if isinstance(step, str)]
        breaks = keys[-1:] and keys[-1] in _PARAGRAPHS
        for char in () if raw.isprintable() else raw:
            if char == "\t" or clean(char) != char:
                yield place_words(top, steps), f"含有控制字符 U+{ord(char):04X}，请删去这个字符。"
            if char == "\n" and not breaks:
                yield place_words(top, steps), "里有换行，请写成一行。"
    elif isinstance(raw, dict):
        for key, value in raw.items():
            if not key.isprintable():
                place = place_words(top, steps) or "文件里"
                yield place, f"的键 {shown(key)} 含有控制字符，请改正键名。"
            yield from _text(value, top, [*steps, key])
    elif isinstance(raw, list):
        for number, value in enumerate(raw):
            yield from _text(value, top, [*steps, number])


def _head(pack: Pack) -> Faults:
    if not _PACK_ID.fullmatch(pack.id):
        yield "id", f"{shown(pack.id)} 不能用，请只用英文字母、数字和连字符。"
    if not pack.title.strip():
        yield "title", "是空的，请写上专项工作的名称。"
    if not FIRST_YEAR <= pack.year <= LAST_YEAR:
        yield "year", f"{pack.year} 不能用，请写 {FIRST_YEAR} 至 {LAST_YEAR} 之间的四位数字。"
    if not pack.annexes:
        yield "annexes", "是空的，请至少列出一个附件文件。"


def _doubles(annex: Annex, before: dict[str, Annex]) -> Faults:
    """What the annex has in common with those before it, by their files, and may not."""
    for file, other in before.items():
        if annex.id == other.id:
            yield "id", f"{annex.id} 与 {file} 重复，请改用别的 id。"
        if annex.number == other.number:
            yield "number", f"{annex.number} 与 {file} 重复，请改用别的附件编号。"
        if type(annex) is type(other) and not isinstance(annex, RecordsAnnex):
            kind = "schedule" if isinstance(annex, ScheduleAnnex) else "guide"
            yield "kind", f"{kind} 只能有一个附件，{file} 已经是了，请去掉一个。"


def _made_from(annex: ScheduleAnnex, ids: list[str]) -> Faults:
    for number, deliverable in enumerate(annex.deliverables, 1):
        if deliverable.annex and deliverable.annex not in ids:
            place = f"deliverables 第{number}项（{deliverable.id}）的 annex"
            remedy = f"请写 {'、'.join(ids)} 中的一个，或删去这个键"
            yield place, f"是 {deliverable.annex}，没有这个附件，{remedy}。"


def _counting(pack: Pack, annex: GuideAnnex) -> Faults:
    """The annex, fields and kinds that a measure says it is counted from must be there."""
    for place, guide in enumerate(annex.guides, 1):
        for indicator_id, indicator in guide.indicators.items():
            for number, measure in enumerate(indicator.measures, 1):
                where = f"guides 第{place}项（{guide.id}）的指标{indicator_id}（{indicator.short}）的"
                where += f" measures 第{number}项（{measure.id}）的 counted"
                for key, sentence in _counted(pack, measure):
                    yield f"{where}{f' 的 {key}' if key else ''}", sentence


def _counted(pack: Pack, measure: Measure) -> Faults:
    counted = measure.counted
    if counted is None:
        return
    if measure.period == "now":
        yield "", "不能用：period 是 now 的量化指标没有统计期间，请删去这个键。"
    annex = pack.annex(counted.annex)
    if not isinstance(annex, RecordsAnnex) or annex.id != counted.annex:
        others = "、".join(one.id for one in pack.records)
        yield "annex", f"是 {shown(counted.annex)}，不是逐条填报的附件，请写 {others} 中的一个。"
        return
    if annex.time_field is None:
        kinds = kinds_with("days")
        yield "annex", f"是 {annex.id}，这个附件没有时间（kind 为 {kinds} 的字段），请换一个附件。"
    known = [one.id for one in annex.fields if traits_of(one).entries]
    for key in ("any_of", "without_groups"):
        for number, said in enumerate(getattr(counted, key), 1):
            field, parted, entry = said.partition(":")
            if field not in known:
                remedy = f"请从 {'、'.join(known)} 里选"
                yield f"{key} 第{number}项", f"里的字段 {shown(field)} 不能用，{remedy}。"
            elif not parted or not entry.strip():
                yield f"{key} 第{number}项", f"是 {shown(said)}，请写成“字段:内容”，例如 {field}:党课。"
    numbers = [f"sum:{one.id}" for one in annex.fields if traits_of(one).adds_up]
    if counted.what not in (accepted := ("records", "months", *numbers)):
        yield "what", f"是 {shown(counted.what)}，请写 {'、'.join(accepted)} 中的一个。"


def _annex(annex: Annex) -> Faults:
    if not _ID.fullmatch(annex.id) or annex.id in RESERVED_ANNEXES:
        remedy = f"请用英文字母开头的字母、数字，且不用 {'、'.join(RESERVED_ANNEXES)}"
        yield "id", f"{shown(annex.id)} 不能用，{remedy}。"
    if annex.number < 1:
        yield "number", f"{annex.number} 不能用，请写从 1 起的附件编号。"
    if not annex.name.strip():
        yield "name", "是空的，请写上屏幕上用的名称。"
    if isinstance(annex, ScheduleAnnex):
        yield from _schedule(annex)
    elif isinstance(annex, RecordsAnnex):
        yield from _records(annex)
    else:
        yield from _guides(annex)


def _ids(ids: Iterable[str], where: str) -> Faults:
    """Well-formed and each once. ``where`` is the key of the list they stand in."""
    seen: dict[str, int] = {}
    for number, an_id in enumerate(ids, 1):
        place = f"{where} 第{number}项的 id"
        if not _ID.fullmatch(an_id):
            yield place, f"{shown(an_id)} 不能用，请用英文字母开头的字母、数字和连字符。"
        if an_id in seen:
            yield place, f"{an_id} 与第{seen[an_id]}项重复，请改用别的 id。"
        seen[an_id] = number


def _columns(columns: tuple[Column, ...], where: str, shows: tuple[str, ...], count: int = 0) -> Faults:
    if not columns or (count and len(columns) != count):
        yield where, f"应有{count or '至少一'}列，现在是{len(columns)}列，请增减到这个数。"
    titles: list[str] = []
    for number, column in enumerate(columns, 1):
        place = f"{where} 第{number}项（{column.title}）"
        if not column.title.strip():
            yield f"{where} 第{number}项的 title", "是空的，请写上列名。"
        if column.title in titles:
            yield f"{place}的 title", "与前面的列同名，请改名：导入时靠列名认列。"
        if column.width < 1:
            yield f"{place}的 width", f"是 {column.width}，请写大于 0 的毫米数。"
        if column.shows not in shows:
            said = f"是 {column.shows}，没有这个字段" if column.shows else "没有写"
            remedy = f"请写 {'、'.join(shows)} 中的一个" if any(shows) else "请删去这个键"
            yield f"{place}的 shows", f"{said}，{remedy}。"
        titles.append(column.title)


def _schedule(annex: ScheduleAnnex) -> Faults:
    yield from _columns(annex.columns, "columns", ("",), count=3)
    if not annex.stages:
        yield "stages", "是空的，请至少写一个阶段。"
    yield from _ids((deliverable.id for deliverable in annex.deliverables), "deliverables")
    for number, deliverable in enumerate(annex.deliverables, 1):
        place = f"deliverables 第{number}项（{deliverable.id}）的"
        if not 1 <= deliverable.stage <= len(annex.stages):
            remedy = f"请写 1 至 {len(annex.stages)} 中的一个"
            yield f"{place} stage", f"是 {deliverable.stage}，没有这个阶段，{remedy}。"
        if not deliverable.title.strip():
            yield f"{place} title", "是空的，请写上报送材料的名称。"


def _records(annex: RecordsAnnex) -> Faults:
    if not annex.fields:
        yield "fields", "是空的，请至少写一个字段。"
    yield from _ids((field.id for field in annex.fields), "fields")
    yield from _ids((field.id for field in annex.head), "head")
    yield from _fields(annex)
    ids = tuple(field.id for field in annex.fields)
    yield from _columns(annex.columns, "columns", (*RESERVED_FIELDS, *ids))
    for number, part in enumerate(annex.key, 1):
        if part not in (*ids, "organisation"):
            remedy = f"请从 {'、'.join((*ids, 'organisation'))} 里选"
            yield f"key 第{number}项", f"是 {shown(part)}，没有这个字段，{remedy}。"
        if part in annex.key[: number - 1]:
            yield f"key 第{number}项", f"{part} 写了两次，请删去一个。"
    yield from _rules(annex)
    if annex.title_placeholder not in annex.title:
        said = f"{shown(annex.title_placeholder)} 在 title 里找不到"
        yield "title_placeholder", f"{said}，请照 title 里的字写或删去。"


def _fields(annex: RecordsAnnex) -> Faults:
    labels: list[str] = []
    for number, field in enumerate(annex.fields, 1):
        place = f"fields 第{number}项（{field.id}）的"
        if field.id in RESERVED_FIELDS:
            yield f"{place} id", "是程序自用的名字，请改用别的 id。"
        if not field.label.strip() or field.label in labels:
            what = "与前面的字段同名" if field.label.strip() else "是空的"
            yield f"{place} label", f"{what}，请写一个不同的名称。"
        labels.append(field.label)
        if field.usual and not 0 <= field.usual[0] <= field.usual[1]:
            yield f"{place} usual", f"是 {list(field.usual)}，请先写下限再写上限，例如 [20, 100]。"
        if field.kind not in TRAITS:
            remedy = f"请写 {'、'.join(TRAITS)} 中的一个"
            yield f"{place} kind", f"不能是 {shown(field.kind)}，{remedy}。"
        if not traits_of(field).own and annex.rows == "many":
            remedy = "请把 rows 改为 one-per-org，或把 kind 改为 long"
            yield f"{place} kind", f"是 {field.kind}，存在问题每个党组织只有一份，{remedy}。"
        if field.attendance and not traits_of(field).words:
            yield f"{place} attendance", f"只用于 kind 是 {kinds_with('words')} 的字段，请删去这个键。"
        for other in field.attendance or ():
            if other not in annex.by_id or not traits_of(annex.by_id[other]).adds_up:
                remedy = f"请写 kind 是 {kinds_with('adds_up')} 的字段的 id，先应到后实到"
                yield f"{place} attendance", f"{shown(other)} 不是数字字段，{remedy}。"


def _rules(annex: RecordsAnnex) -> Faults:
    """Fields that are there, and of a kind that fits."""
    for number, rule in enumerate(annex.rules, 1):
        place, trait = f"rules 第{number}项（{rule.kind}）的", _RULE_TRAITS[rule.kind]
        fitting = [field.id for field in annex.fields if getattr(traits_of(field), trait)]
        instead = f"：{'、'.join(fitting)}" if fitting else "，或删去这条规则"
        alone = rule.kind == "attendance-words"
        names = {"field": rule.field} if alone else {"field": rule.field, "other": rule.other}
        for key, name in names.items():
            if name not in fitting:
                said = f"是 {shown(name)}，不能用" if name else "没有写"
                yield f"{place} {key}", f"{said}，请写 kind 是 {kinds_with(trait)} 的字段{instead}。"
        if alone and rule.other:
            yield f"{place} other", "用不上，请删去这个键。"
        elif rule.other == rule.field:
            yield f"{place} other", "与 field 是同一个字段，请改成另一个。"
        yield from _placeholders(rule.says, f"{place} says", ("field", "other"))


def _placeholders(text: str, place: str, known: tuple[str, ...]) -> Faults:
    for match in _PLACEHOLDER.finditer(text):
        if match[1] not in known:
            accepted = "、".join(f"{{{word}}}" for word in known)
            yield place, f"里的 {match[0]} 填不上，请只用 {accepted}。"


def _guides(annex: GuideAnnex) -> Faults:
    if not annex.guides:
        yield "guides", "是空的，请至少写一份诊断指南。"
    yield from _ids((guide.id for guide in annex.guides), "guides")
    for number, guide in enumerate(annex.guides, 1):
        where = f"guides 第{number}项（{guide.id}）的"
        yield from _columns(guide.columns, f"{where} columns", ("",), count=2)
        yield from _verdicts(guide, where)
        if not guide.criteria:
            yield f"{where} criteria", "是空的，请至少写一个一级指标。"
        yield from _indicators(guide, where)


def _verdicts(guide: Guide, where: str) -> Faults:
    digits: list[str] = []
    words: list[str] = []
    for number, verdict in enumerate(guide.verdicts, 1):
        place = f"{where} verdicts 第{number}项"
        if not re.fullmatch("[0-9]", verdict.digit):
            yield f"{place}的 digit", f"是 {shown(verdict.digit)}，请写一位数字 0 至 9。"
        if verdict.digit in digits:
            yield f"{place}的 digit", f"{verdict.digit} 重复，请改用别的数字。"
        if not verdict.word.strip() or verdict.word in words:
            what = f"{verdict.word} 重复" if verdict.word.strip() else "是空的"
            yield f"{place}的 word", f"{what}，请写一个不同的结论。"
        digits.append(verdict.digit)
        words.append(verdict.word)
    if not guide.verdicts:
        yield f"{where} verdicts", "是空的，请至少写一个诊断结论。"


def _indicators(guide: Guide, where: str) -> Faults:
    types = dict.fromkeys((*UNIT_TYPES, *BRANCH_TYPES))
    seen: dict[str, str] = {}
    for number, criterion in enumerate(guide.criteria, 1):
        if not criterion.heading.strip() or not criterion.indicators:
            key = "indicators" if criterion.heading.strip() else "heading"
            yield f"{where} criteria 第{number}项的 {key}", "是空的，请写上一级指标和它的二级指标。"
    for indicator_id, indicator in guide.indicators.items():
        place = f"{where}指标{indicator_id}（{indicator.short}）的"
        for key in ("text", "short"):
            if not getattr(indicator, key).strip():
                yield f"{place} {key}", "是空的，请写上指标的原文和简称。"
        for key, chosen in (("ask", indicator.ask), ("skip", indicator.skip)):
            for org_type in chosen:
                if org_type not in types:
                    yield f"{place} {key}", f"有 {shown(org_type)}，请从 {'、'.join(types)} 里选。"
        if both := set(indicator.ask) & set(indicator.skip):
            yield f"{place} ask", f"和 skip 都有 {'、'.join(sorted(both))}，请删去一处。"
        for number, measure in enumerate(indicator.measures, 1):
            spot = f"{place} measures 第{number}项（{measure.id}）的"
            if not _ID.fullmatch(measure.id):
                yield f"{spot} id", "不能用，请用英文字母开头的字母、数字和连字符。"
            if measure.id in seen:
                yield f"{spot} id", f"{measure.id} 与指标{seen[measure.id]}的重复，请改用别的 id。"
            seen[measure.id] = indicator_id
            yield from _measure(measure, spot)


def _measure(measure: Measure, spot: str) -> Faults:
    for key in ("at_least", "usually_at_least", "at_most", "usually_at_most", "target"):
        bound = getattr(measure, key)
        if bound is not None and not (math.isfinite(bound) and bound >= 0):
            yield f"{spot} {key}", f"是 {bound}，请写不小于 0 的数字。"
    floors = [bound for bound in (measure.at_least, measure.usually_at_least) if bound is not None]
    for key in ("at_most", "usually_at_most"):
        ceiling = getattr(measure, key)
        if ceiling is not None and floors and ceiling < max(floors):
            yield f"{spot} {key}", f"是 {ceiling:g}，小于下限 {max(floors):g}，请改正其中一个。"
    yield from _placeholders(measure.finding, f"{spot} finding", _FILLED_IN)
