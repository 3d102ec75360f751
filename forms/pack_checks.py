"""Rules of a pack that hold between its keys: ids, references from one part to another, bounds, plain text.

The types (``pack``) hold the shape; these hold the sense. Each fault is one sentence: file, key and remedy.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from forms.document_tables import TABLES
from forms.errors import PackError
from forms.faults import place_words, shown
from forms.kinds.registry import TRAITS, kinds_with, traits_of
from forms.neutral import clean
from forms.organisation import BRANCH_TYPES, UNIT_TYPES
from forms.pack import Annex, Column, Guide, GuideAnnex, Measure, Pack, RecordsAnnex, ScheduleAnnex
from forms.pack_counting import counting_faults
from forms.pack_rules import rule_faults
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


def _fault(name: str, place: str, sentence: str) -> NoReturn:
    raise PackError(f"{name}：{place} {sentence}")


def check_text(raw: Any, name: str, steps: tuple[str | int, ...] = (), top: Any = None) -> None:
    """No control characters in any text, official or ours: they would reach a terminal and a Word file.
    Nothing is mended in silence, since official wording is kept to the character.
    """
    top = raw if top is None else top
    if isinstance(raw, str):
        keys = [step for step in steps if isinstance(step, str)]
        breaks = keys[-1:] and keys[-1] in _PARAGRAPHS
        for char in () if raw.isprintable() else raw:
            if char == "\t" or clean(char) != char:
                remedy = "请删去这个字符"
                _fault(name, place_words(top, [*steps]), f"含有控制字符 U+{ord(char):04X}，{remedy}。")
            if char == "\n" and not breaks:
                _fault(name, place_words(top, [*steps]), "里有换行，请写成一行。")
    elif isinstance(raw, dict):
        for key, value in raw.items():
            if not key.isprintable():
                _fault(
                    name,
                    place_words(top, [*steps]) or "文件里",
                    f"的键 {shown(key)} 含有控制字符，请改正键名。",
                )
            check_text(value, name, (*steps, key), top)
    elif isinstance(raw, list):
        for place, value in enumerate(raw):
            check_text(value, name, (*steps, place), top)


def check_pack(pack: Pack, name: str, files: tuple[str, ...]) -> None:
    """What holds between the annexes of a pack, and its head. ``files`` are the annexes' names, in order."""
    if not _PACK_ID.fullmatch(pack.id):
        _fault(name, "id", f"{shown(pack.id)} 不能用，请只用英文字母、数字和连字符。")
    if not pack.title.strip():
        _fault(name, "title", "是空的，请写上专项工作的名称。")
    if not FIRST_YEAR <= pack.year <= LAST_YEAR:
        _fault(name, "year", f"{pack.year} 不能用，请写 {FIRST_YEAR} 至 {LAST_YEAR} 之间的四位数字。")
    if not pack.annexes:
        _fault(name, "annexes", "是空的，请至少列出一个附件文件。")
    for place, annex in enumerate(pack.annexes):
        for other, file in zip(pack.annexes[:place], files, strict=False):
            if annex.id == other.id:
                _fault(files[place], "id", f"{annex.id} 与 {file} 重复，请改用别的 id。")
            if annex.number == other.number:
                _fault(files[place], "number", f"{annex.number} 与 {file} 重复，请改用别的附件编号。")
            if type(annex) is type(other) and not isinstance(annex, RecordsAnnex):
                kind = "schedule" if isinstance(annex, ScheduleAnnex) else "guide"
                _fault(files[place], "kind", f"{kind} 只能有一个附件，{file} 已经是了，请去掉一个。")
    ids = [annex.id for annex in pack.annexes if not isinstance(annex, ScheduleAnnex)]
    for file, annex in zip(files, pack.annexes, strict=True):
        if isinstance(annex, GuideAnnex):
            for key, sentence in counting_faults(pack, annex):
                _fault(file, key, sentence)
        for number, deliverable in enumerate(
            annex.deliverables if isinstance(annex, ScheduleAnnex) else (), 1
        ):
            if deliverable.annex and deliverable.annex not in ids:
                place_of = f"deliverables 第{number}项（{deliverable.id}）的 annex"
                remedy = f"请写 {'、'.join(ids)} 中的一个，或删去这个键"
                _fault(file, place_of, f"是 {deliverable.annex}，没有这个附件，{remedy}。")


def check_annex(annex: Annex, name: str) -> None:
    """What holds within one annex."""
    if not _ID.fullmatch(annex.id) or annex.id in RESERVED_ANNEXES:
        _fault(
            name,
            "id",
            f"{shown(annex.id)} 不能用，请用英文字母开头的字母、数字，且不用 {'、'.join(RESERVED_ANNEXES)}。",
        )
    if annex.number < 1:
        _fault(name, "number", f"{annex.number} 不能用，请写从 1 起的附件编号。")
    if not annex.name.strip():
        _fault(name, "name", "是空的，请写上屏幕上用的名称。")
    if isinstance(annex, ScheduleAnnex):
        _check_schedule(annex, name)
    elif isinstance(annex, RecordsAnnex):
        _check_records(annex, name)
    else:
        _check_guides(annex, name)


def _check_ids(ids: Iterable[str], where: str, name: str) -> None:
    """Well-formed and each once. ``where`` is the key of the list they stand in."""
    seen: dict[str, int] = {}
    for number, an_id in enumerate(ids, 1):
        place = f"{where} 第{number}项的 id"
        if not _ID.fullmatch(an_id):
            _fault(name, place, f"{shown(an_id)} 不能用，请用英文字母开头的字母、数字和连字符。")
        if an_id in seen:
            _fault(name, place, f"{an_id} 与第{seen[an_id]}项重复，请改用别的 id。")
        seen[an_id] = number


def _check_columns(
    columns: tuple[Column, ...], where: str, name: str, shows: tuple[str, ...], count: int = 0
) -> None:
    if not columns or (count and len(columns) != count):
        _fault(name, where, f"应有{count or '至少一'}列，现在是{len(columns)}列，请增减到这个数。")
    titles: list[str] = []
    for number, column in enumerate(columns, 1):
        place = f"{where} 第{number}项（{column.title}）"
        if not column.title.strip():
            _fault(name, f"{where} 第{number}项的 title", "是空的，请写上列名。")
        if column.title in titles:
            _fault(name, f"{place}的 title", "与前面的列同名，请改名：导入时靠列名认列。")
        if column.width < 1:
            _fault(name, f"{place}的 width", f"是 {column.width}，请写大于 0 的毫米数。")
        if column.shows not in shows:
            said = f"是 {column.shows}，没有这个字段" if column.shows else "没有写"
            remedy = f"请写 {'、'.join(shows)} 中的一个" if any(shows) else "请删去这个键"
            _fault(name, f"{place}的 shows", f"{said}，{remedy}。")
        titles.append(column.title)


def _check_schedule(annex: ScheduleAnnex, name: str) -> None:
    _check_columns(annex.columns, "columns", name, ("",), count=3)
    if not annex.stages:
        _fault(name, "stages", "是空的，请至少写一个阶段。")
    _check_ids((deliverable.id for deliverable in annex.deliverables), "deliverables", name)
    for number, deliverable in enumerate(annex.deliverables, 1):
        place = f"deliverables 第{number}项（{deliverable.id}）的"
        if not 1 <= deliverable.stage <= len(annex.stages):
            _fault(
                name,
                f"{place} stage",
                f"是 {deliverable.stage}，没有这个阶段，请写 1 至 {len(annex.stages)} 中的一个。",
            )
        if not deliverable.title.strip():
            _fault(name, f"{place} title", "是空的，请写上报送材料的名称。")


def _check_records(annex: RecordsAnnex, name: str) -> None:
    if not annex.fields:
        _fault(name, "fields", "是空的，请至少写一个字段。")
    _check_ids((field.id for field in annex.fields), "fields", name)
    _check_ids((field.id for field in annex.head), "head", name)
    labels: list[str] = []
    for number, field in enumerate(annex.fields, 1):
        place = f"fields 第{number}项（{field.id}）的"
        if field.id in RESERVED_FIELDS:
            _fault(name, f"{place} id", "是程序自用的名字，请改用别的 id。")
        if not field.label.strip() or field.label in labels:
            what = "与前面的字段同名" if field.label.strip() else "是空的"
            _fault(name, f"{place} label", f"{what}，请写一个不同的名称。")
        if field.usual and not 0 <= field.usual[0] <= field.usual[1]:
            _fault(name, f"{place} usual", f"是 {list(field.usual)}，请先写下限再写上限，例如 [20, 100]。")
        if field.kind not in TRAITS:
            remedy = f"请写 {'、'.join(TRAITS)} 中的一个"
            _fault(name, f"{place} kind", f"不能是 {shown(field.kind)}，{remedy}。")
        if not traits_of(field).own and annex.rows == "many":
            remedy = "请把 rows 改为 one-per-org，或把 kind 改为 long"
            _fault(name, f"{place} kind", f"是 {field.kind}，存在问题每个党组织只有一份，{remedy}。")
        labels.append(field.label)
        if field.attendance and not traits_of(field).words:
            _fault(
                name, f"{place} attendance", f"只用于 kind 是 {kinds_with('words')} 的字段，请删去这个键。"
            )
        for other in field.attendance or ():
            if other not in annex.by_id or not traits_of(annex.by_id[other]).adds_up:
                remedy = f"请写 kind 是 {kinds_with('adds_up')} 的字段的 id，先应到后实到"
                _fault(name, f"{place} attendance", f"{shown(other)} 不是数字字段，{remedy}。")
    ids = tuple(field.id for field in annex.fields)
    _check_columns(annex.columns, "columns", name, (*RESERVED_FIELDS, *ids))
    for number, part in enumerate(annex.key, 1):
        if part not in (*ids, "organisation"):
            remedy = f"请从 {'、'.join((*ids, 'organisation'))} 里选"
            _fault(name, f"key 第{number}项", f"是 {shown(part)}，没有这个字段，{remedy}。")
        if part in annex.key[: number - 1]:
            _fault(name, f"key 第{number}项", f"{part} 写了两次，请删去一个。")
    for where, sentence in rule_faults(annex):
        _fault(name, where, sentence)
    if annex.title_placeholder not in annex.title:
        _fault(
            name,
            "title_placeholder",
            f"{shown(annex.title_placeholder)} 在 title 里找不到，请照 title 里的字写或删去。",
        )


def _check_guides(annex: GuideAnnex, name: str) -> None:
    if not annex.guides:
        _fault(name, "guides", "是空的，请至少写一份诊断指南。")
    _check_ids((guide.id for guide in annex.guides), "guides", name)
    for number, guide in enumerate(annex.guides, 1):
        where = f"guides 第{number}项（{guide.id}）的"
        _check_columns(guide.columns, f"{where} columns", name, ("",), count=2)
        _check_verdicts(guide, where, name)
        if not guide.criteria:
            _fault(name, f"{where} criteria", "是空的，请至少写一个一级指标。")
        _check_indicators(guide, where, name)


def _check_verdicts(guide: Guide, where: str, name: str) -> None:
    digits: list[str] = []
    words: list[str] = []
    for number, verdict in enumerate(guide.verdicts, 1):
        place = f"{where} verdicts 第{number}项"
        if not re.fullmatch("[0-9]", verdict.digit):
            _fault(name, f"{place}的 digit", f"是 {shown(verdict.digit)}，请写一位数字 0 至 9。")
        if verdict.digit in digits:
            _fault(name, f"{place}的 digit", f"{verdict.digit} 重复，请改用别的数字。")
        if not verdict.word.strip() or verdict.word in words:
            what = f"{verdict.word} 重复" if verdict.word.strip() else "是空的"
            _fault(name, f"{place}的 word", f"{what}，请写一个不同的结论。")
        digits.append(verdict.digit)
        words.append(verdict.word)
    if not guide.verdicts:
        _fault(name, f"{where} verdicts", "是空的，请至少写一个诊断结论。")


def _check_indicators(guide: Guide, where: str, name: str) -> None:
    types = dict.fromkeys((*UNIT_TYPES, *BRANCH_TYPES))
    seen: dict[str, str] = {}
    for number, criterion in enumerate(guide.criteria, 1):
        if not criterion.heading.strip() or not criterion.indicators:
            key = "indicators" if criterion.heading.strip() else "heading"
            _fault(name, f"{where} criteria 第{number}项的 {key}", "是空的，请写上一级指标和它的二级指标。")
    for indicator_id, indicator in guide.indicators.items():
        place = f"{where}指标{indicator_id}（{indicator.short}）的"
        for key in ("text", "short"):
            if not getattr(indicator, key).strip():
                _fault(name, f"{place} {key}", "是空的，请写上指标的原文和简称。")
        for key, chosen in (("ask", indicator.ask), ("skip", indicator.skip)):
            for org_type in chosen:
                if org_type not in types:
                    _fault(name, f"{place} {key}", f"有 {shown(org_type)}，请从 {'、'.join(types)} 里选。")
        if both := set(indicator.ask) & set(indicator.skip):
            _fault(name, f"{place} ask", f"和 skip 都有 {'、'.join(sorted(both))}，请删去一处。")
        for number, measure in enumerate(indicator.measures, 1):
            spot = f"{place} measures 第{number}项（{measure.id}）的"
            if not _ID.fullmatch(measure.id):
                _fault(name, f"{spot} id", "不能用，请用英文字母开头的字母、数字和连字符。")
            if measure.id in seen:
                _fault(name, f"{spot} id", f"{measure.id} 与指标{seen[measure.id]}的重复，请改用别的 id。")
            seen[measure.id] = indicator_id
            _check_measure(measure, spot, name)


def _check_measure(measure: Measure, spot: str, name: str) -> None:
    for key in ("at_least", "usually_at_least", "at_most", "usually_at_most", "target"):
        bound = getattr(measure, key)
        if bound is not None and not (math.isfinite(bound) and bound >= 0):
            _fault(name, f"{spot} {key}", f"是 {bound}，请写不小于 0 的数字。")
    floors = [bound for bound in (measure.at_least, measure.usually_at_least) if bound is not None]
    for key in ("at_most", "usually_at_most"):
        ceiling = getattr(measure, key)
        if ceiling is not None and floors and ceiling < max(floors):
            _fault(name, f"{spot} {key}", f"是 {ceiling:g}，小于下限 {max(floors):g}，请改正其中一个。")
    for match in _PLACEHOLDER.finditer(measure.finding):
        if match.group(1) not in _FILLED_IN:
            accepted = "、".join(f"{{{word}}}" for word in _FILLED_IN)
            _fault(name, f"{spot} finding", f"里的 {match.group()} 填不上，请只用 {accepted}。")
