"""What a copy of a pack lacks since a later version of the program ships more: only what is not official
wording, only where the copy says nothing, and never what would not fit the copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from forms.checks import rules_of
from forms.errors import PackError
from forms.pack import Annex, GuideAnnex, Measure, Pack, RecordsAnnex
from forms.pack_checks import check_annex, check_pack

Piece = tuple[str, Callable[[Any], Annex]]
"""What is added, in words, and the annex with it."""


def with_additions(copy: Pack, shipped: Pack) -> tuple[Pack, list[str]]:
    """The copy with what it lacks of the shipped pack, and a phrase for each thing that was added."""
    pack = copy
    told: list[str] = []
    for place, annex in enumerate(copy.annexes):
        for words, added in _pieces(annex, shipped.annex(annex.id)):
            annexes = list(pack.annexes)
            annexes[place] = added(annexes[place])
            whole = replace(pack, annexes=tuple(annexes))
            if _fits(whole):  # a piece that does not keeps no other out
                pack = whole
                told.append(f"附件{annex.number} {annex.name}：{words}")
    return pack, told


def _fits(pack: Pack) -> bool:
    try:
        for annex in pack.annexes:
            check_annex(annex, annex.id)
        check_pack(pack, pack.id, tuple(annex.id for annex in pack.annexes))
    except PackError:
        return False
    return True


def _pieces(mine: Annex, theirs: Annex | None) -> Iterator[Piece]:
    if isinstance(mine, RecordsAnnex) and isinstance(theirs, RecordsAnnex):
        yield from _of_records(mine, theirs)
    elif isinstance(mine, GuideAnnex) and isinstance(theirs, GuideAnnex):
        yield from _of_guides(mine, theirs)


def _of_records(mine: RecordsAnnex, theirs: RecordsAnnex) -> Iterator[Piece]:
    for field in mine.fields:
        other = theirs.by_id.get(field.id)
        if other and other.attendance and not field.attendance and other.kind == field.kind:
            added = replace(field, attendance=other.attendance)
            yield f"{field.label}里写的应到、实到人数自动填入", partial(_with, old=field, new=added)
    rules = tuple(rule for rule in theirs.rules if rule not in rules_of(mine))
    if rules and not mine.rules:
        whole = (*rules_of(mine), *rules)
        yield f"几项之间的检查{len(rules)}条", lambda annex: replace(annex, rules=whole)


def _of_guides(mine: GuideAnnex, theirs: GuideAnnex) -> Iterator[Piece]:
    for guide in mine.guides:
        other = theirs.guide(guide.id)
        for indicator_id, indicator in guide.indicators.items():
            there = other.indicators.get(indicator_id) if other else None
            if there is None or there.text != indicator.text:
                continue  # another indicator under the same number
            known = {measure.id: measure for measure in there.measures}
            for measure in indicator.measures:
                like = known.get(measure.id)
                if like and like.counted and not measure.counted and _same(measure, like):
                    words = f"{guide.title} {indicator_id} 的“{measure.label}”从学习记录里数"
                    yield words, partial(_with, old=measure, new=replace(measure, counted=like.counted))


def _same(one: Measure, other: Measure) -> bool:
    """Do both ask for the same number?"""
    return (one.unit, one.period) == (other.unit, other.period)


def _with(thing: Any, old: Any, new: Any) -> Any:
    """An annex, or a part of one, with ``new`` where ``old`` itself stands in it; every other part stays what
    it was, and may be looked for in its turn."""
    if thing is old:
        return new
    if isinstance(thing, tuple):
        return tuple(_with(part, old, new) for part in thing)
    if not isinstance(thing, Struct):
        return thing
    parts = {name: getattr(thing, name) for name in thing.__struct_fields__}
    changed = {name: _with(part, old, new) for name, part in parts.items()}
    return replace(thing, **changed) if changed != parts else thing
