"""What a version changed, in words: labels as on the screens, values as printed, before and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from forms.neutral import clean, one_line
from store.campaign.campaign import Campaign
from store.campaign.kinds.document_kind import DocumentKind, Show, org_name, plain
from store.campaign.kinds.registry import document_kind
from store.protocol import Data
from store.versions import Version


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
    kind = document_kind(c, version.annex)
    labels = kind.labels(c, version)
    found: dict[str, FieldChange] = {}
    was, now = _flat(kind, before.data if before else {}), _flat(kind, after.data if after else {})
    for name in {**{name: None for name in labels if name in was or name in now}, **was, **now}:
        label, show = labels.get(name, (one_line(name), plain))
        if (was.get(name), type(was.get(name))) != (now.get(name), type(now.get(name))):
            _add(found, name, label, _shown(show, was.get(name)), _shown(show, now.get(name)))
    if before and after and before.org != after.org:
        _add(found, "org", "党组织", org_name(c, before.org), org_name(c, after.org))
    state = {None: "", "complete": "完成", "incomplete": "未完成"}
    states = [one.state if one else None for one in (before, after)]
    if "incomplete" in states:
        _add(found, "state", "状态", state[states[0]], state[states[1]])
    reasons = [one.forced if one else {} for one in (before, after)]
    for name in {**reasons[0], **reasons[1]}:
        label = labels.get(name, (one_line(name), plain))[0]
        texts = [clean(reason.get(name, "")) for reason in reasons]
        _add(found, f"forced.{name}", f"{label}（保存理由）", *texts)
    return found


def subject(c: Campaign, version: Version) -> str:
    """What it is a version of, in a few words: ``附件2 学习情况 2021年4月6日``."""
    return document_kind(c, version.annex).subject(c, version)


def reading(c: Campaign, version: Version) -> Callable[[str, Any], tuple[str, str]]:
    """How the fields of a version's document read: a field and a value to its label and its words."""
    labels = document_kind(c, version.annex).labels(c, version)

    def read(field: str, value: Any) -> tuple[str, str]:
        label, show = labels.get(field, (one_line(field), plain))
        return label, _shown(show, value)

    return read


def _add(found: dict[str, FieldChange], field: str, label: str, before: str, after: str) -> None:
    """What reads the same before and after has not changed for a reader."""
    if before != after:
        found[field] = FieldChange(label, before, after)


def _flat(kind: DocumentKind, data: Data) -> Data:
    """What is nested one by one; the rest as it is."""
    inner = data.get(kind.nested)
    if not isinstance(inner, dict):
        return data
    flat = {name: value for name, value in data.items() if name != kind.nested}
    return flat | {f"{kind.nested}.{name}": value for name, value in inner.items()}


def _shown(show: Show, value: Any) -> str:
    """Whatever a hand may have written into a shard: it is shown somehow, and nothing breaks."""
    if value is None:
        return ""
    try:
        return clean(show(value))
    except (AttributeError, KeyError, TypeError, ValueError):
        return plain(value)
