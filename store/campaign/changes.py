"""What a version changed, in words: labels as on the screens, values as printed, before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from forms.fields import show_value
from forms.kinds.registry import kind_of
from forms.neutral import clean, clean_data, one_line
from forms.numerals import number_words
from forms.pack import Field, Guide, Measure, RecordsAnnex
from forms.printed_day import official_day
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from store.protocol import Data

if TYPE_CHECKING:
    from store.versions import Version

Show = Callable[[Any], str]


class FieldChange(NamedTuple):
    """One field: its label, and its value before and after; empty where there was none."""

    label: str
    before: str
    after: str


def describe_changes(c: Campaign, version: Version) -> list[FieldChange]:
    """What the version changed, a field an entry, neutralised. Everything it had, for a deletion."""
    return list(changes_by_field(c, version).values())


def changes_by_field(c: Campaign, version: Version) -> dict[str, FieldChange]:
    """The same by field: a key of ``data`` (``measures.ID`` within), ``state``, ``org`` or
    ``forced.FIELD``."""
    before, after = version.before, version.document
    labels = _labels(c, version)
    found: dict[str, FieldChange] = {}
    was, now = _flat(before.data if before else {}), _flat(after.data if after else {})
    for name in {**{name: None for name in labels if name in was or name in now}, **was, **now}:
        label, show = labels.get(name, (one_line(name), _plain))
        if (was.get(name), type(was.get(name))) != (now.get(name), type(now.get(name))):
            _add(found, name, label, _shown(show, was.get(name)), _shown(show, now.get(name)))
    if before and after and before.org != after.org:
        _add(found, "org", "党组织", _org_name(c, before.org), _org_name(c, after.org))
    state = {None: "", "complete": "完成", "incomplete": "未完成"}
    states = [one.state if one else None for one in (before, after)]
    if "incomplete" in states:
        _add(found, "state", "状态", state[states[0]], state[states[1]])
    reasons = [one.forced if one else {} for one in (before, after)]
    for name in {**reasons[0], **reasons[1]}:
        label = labels.get(name, (one_line(name), _plain))[0]
        texts = [clean(reason.get(name, "")) for reason in reasons]
        _add(found, f"forced.{name}", f"{label}（保存理由）", *texts)
    return found


def subject(c: Campaign, version: Version) -> str:
    """What it is a version of, in a few words: ``附件2 学习情况 2021年4月6日``."""
    kind, newest = version.annex, version.document or version.before
    data: Data = newest.data if newest else {}
    if kind == "finding":
        indicator = one_line(_plain(data.get("indicator")))
        return f"存在问题（对照{indicator}）" if indicator else "存在问题（指南以外）"
    if kind == "organisation":
        return f"党组织 {one_line(_plain(data.get('name')) or version.id)}"
    if kind == "head":
        annex = c.pack.annex(version.id.split(":")[1]) if version.id.count(":") > 1 else None
        return f"附件{annex.number}表头" if annex else "表头"
    annex = c.pack.annex(kind)
    name = f"附件{annex.number} {annex.name}" if annex else _OTHERS.get(kind, one_line(kind))
    if isinstance(annex, RecordsAnnex):
        return " ".join([name, *_first_words(annex, data)])
    if annex is not None and annex is c.pack.guides:
        indicator = _indicator(version, data)
        guide = _guide(c, version.org)
        short = guide.indicators[indicator].short if guide and indicator in guide.indicators else ""
        return " ".join(part for part in (name, indicator, short) if part)
    title = next((d.title for d in c.pack.deliverables if d.id == data.get("deliverable")), "")
    held = one_line(_plain(data.get("title")))
    return f"{name} {title}{f'（{held}）' if held else ''}" if title else name


def reading(c: Campaign, version: Version) -> Callable[[str, Any], tuple[str, str]]:
    """How the fields of a version's document read: a field and a value to its label and its words."""
    labels = _labels(c, version)

    def read(field: str, value: Any) -> tuple[str, str]:
        label, show = labels.get(field, (one_line(field), _plain))
        return label, _shown(show, value)

    return read


def _add(found: dict[str, FieldChange], field: str, label: str, before: str, after: str) -> None:
    """What reads the same before and after has not changed for a reader."""
    if before != after:
        found[field] = FieldChange(label, before, after)


def _flat(data: Data) -> Data:
    """Measures one by one; the rest as it is."""
    measures = data.get("measures")
    if not isinstance(measures, dict):
        return data
    flat = {name: value for name, value in data.items() if name != "measures"}
    return flat | {f"measures.{name}": value for name, value in measures.items()}


def _labels(c: Campaign, version: Version) -> dict[str, tuple[str, Show]]:
    """By field, in the order in which they are told: the label, and how a value reads."""
    kind = version.annex
    annex = c.pack.annex(kind)
    if isinstance(annex, RecordsAnnex):
        return {field.id: (field.label, partial(_answer, field)) for field in annex.fields}
    if kind == "finding":
        return _finding_labels(_guide(c, version.org))
    if kind == "organisation":
        return _organisation_labels(c)
    if kind == "head":
        heads = (annex for annex in c.pack.records if version.id.startswith(f"head:{annex.id}:"))
        return {field.id: (field.label, _plain) for annex in heads for field in annex.head}
    if kind == "material":
        return _material_labels(c)
    if annex is not None and annex is c.pack.guides:
        return _verdict_labels(c, _guide(c, version.org), version)
    return _submission_labels(c) if annex is not None else {}


def _finding_labels(guide: Guide | None) -> dict[str, tuple[str, Show]]:
    return {
        "text": ("问题", _plain),
        "indicator": ("对照指标", lambda value: _named(guide, value)),
        "wording": ("台账表述", _plain),
        "listed": ("列入台账", _plain),
        "order": ("次序", _plain),
    }


def _verdict_labels(c: Campaign, guide: Guide | None, version: Version) -> dict[str, tuple[str, Show]]:
    newest = version.document or version.before
    indicator = _indicator(version, newest.data if newest else {})
    known = guide.indicators.get(indicator) if guide else None
    return {
        "indicator": ("指标", lambda value: _named(guide, value)),
        "verdict": ("诊断结论", lambda value: _verdict(guide, value)),
        **{
            f"measures.{measure.id}": (measure.label, partial(_measured, measure))
            for measure in (known.measures if known else ())
        },
        "evidence": ("佐证", partial(_records, c, version.org)),
    }


def _submission_labels(c: Campaign) -> dict[str, tuple[str, Show]]:
    from store.campaign.submissions import STATES

    states = {**STATES, "returned": "退回修改", "passed": "审核通过"}
    titles = {item.id: item.title for item in c.pack.deliverables}
    return {
        "deliverable": ("报送材料", lambda value: titles.get(value, _plain(value))),
        "title": ("称号", _plain),
        "state": ("报送状态", lambda value: states.get(value, _plain(value))),
        "date": ("报送日期", _day),
        "extended_to": ("延期至", _day),
        "note": ("备注", _plain),
    }


_OTHERS = {"material": "报送材料"}
"""Names of what is no annex of the notice."""


def _material_labels(c: Campaign) -> dict[str, tuple[str, Show]]:
    from store.campaign.material_data import read_attachments

    def files(value: Any) -> str:
        found = read_attachments({"attachments": value})
        return "\n".join(f"{one.name}　{one.caption}".rstrip() for one in found)

    submission = _submission_labels(c)
    return {
        "heading": ("标题", _plain),
        "text": ("正文", _plain),
        "attachments": ("照片和附件", files),
        "deliverable": submission["deliverable"],
        "title": submission["title"],
        "number": ("第几份", _plain),
    }


def _organisation_labels(c: Campaign) -> dict[str, tuple[str, Show]]:
    from forms.organisation import LEVEL_WORDS
    from store.campaign.organisation_entry import FIELDS

    special: dict[str, Show] = {
        "level": lambda value: LEVEL_WORDS.get(value, _plain(value)),
        "parent": lambda value: _org_name(c, value),
        "titles": _titles,
    }
    return {field.id: (field.label, special.get(field.id, _plain)) for field in FIELDS}


def _shown(show: Show, value: Any) -> str:
    """Whatever a hand may have written into a shard: it is shown somehow, and nothing breaks."""
    if value is None:
        return ""
    try:
        return clean(show(value))
    except (AttributeError, KeyError, TypeError, ValueError):
        return _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number_words(value)
    if isinstance(value, list):
        return "、".join(map(_plain, value))
    return clean(msgspec.json.encode(clean_data(value)).decode())


def _answer(field: Field, value: Any) -> str:
    unit = field.unit if kind_of(field).amount(value) is not None else ""
    return f"{show_value(field, value)}{unit}"


def _day(value: Any) -> str:
    return official_day(date.fromisoformat(value)) if value else ""


def _titles(value: Any) -> str:
    from forms.organisation import Title

    return "、".join(title.words() for title in msgspec.convert(value, tuple[Title, ...]))


def _records(c: Campaign, org_id: str, value: Any) -> str:
    from store.campaign.evidence import evidence, evidence_ids

    if organisations(c).get(org_id) is None:
        return _plain(value)
    return "\n".join(one.words for one in evidence(c, org_id, evidence_ids({"evidence": value})))


def _measured(measure: Measure, value: Any) -> str:
    period = one_line(_plain(value.get("period")))
    return f"{number_words(value['value'])}{measure.unit}{f'（{period}）' if period else ''}"


def _verdict(guide: Guide | None, value: Any) -> str:
    found = guide.verdict(value) if guide else None
    return found.word if found else ("未诊断" if value == "" else _plain(value))


def _named(guide: Guide | None, value: Any) -> str:
    known = guide.indicators.get(value) if guide else None
    return f"{value} {known.short}" if known else ("指南以外" if value == "" else _plain(value))


def _guide(c: Campaign, org_id: str) -> Guide | None:
    org = organisations(c).get(org_id)
    return c.pack.guides.guide(org.guide_id) if org and c.pack.guides else None


def _indicator(version: Version, data: Mapping[str, Any]) -> str:
    return one_line(_plain(data.get("indicator")) or version.id.rpartition(":")[2])


def _org_name(c: Campaign, org_id: Any) -> str:
    org = organisations(c).get(org_id) if isinstance(org_id, str) else None
    return org.name if org else one_line(_plain(org_id))


def _first_words(annex: RecordsAnnex, data: Data) -> list[str]:
    """What tells a record from its neighbours: its date, or the first field of its key."""
    if annex.rows != "many":
        return []
    first = next((annex.by_id[name] for name in annex.key if name in annex.by_id), None)
    field = annex.time_field or first
    text = one_line(_answer(field, data.get(field.id))) if field else ""
    return [text] if text else []
