"""合并同类: what many branches of a unit did alike, on one day with one content, as one row of its form.

Only for annexes of many rows that say which organisations carried it out. Nothing is stored: this is how the
rows are printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from forms.kinds.registry import kind_of
from forms.numerals import chinese_number
from forms.pack import Field, RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from store.campaign.records import Row
from store.campaign.rows import EVERY_BRANCH

_PEOPLE = re.compile(r"(?<![0-9０-９])(?<![0-9０-９][,，.．~～—–至到-])[0-9０-９]+(?=\s*[人名])")
"""A number of people; 2019级 is part of a name, and 16-20人 is no number to add."""
_NUMERALS = "〇零一二两三四五六七八九十百千万廿卅"
_SPELT = re.compile(
    rf"(?<![第几余多数上{_NUMERALS}0-9０-９])(?<![{_NUMERALS}][~～—–至到-])[{_NUMERALS}]+"
    r"(?=\s*[人名](?:\s*[)）,，;；、。]|\s*\Z))"
)
"""The same in Chinese numerals, where nothing follows: 三人小组 is a name."""
_UNREAD = re.compile(r"[0-9〇零一二两三四五六七八九十百千多余几]\s*[人名]")
"""A number that is not added up: such texts are never taken for the same."""


def gathers(annex: RecordsAnnex) -> bool:
    """Does the annex have rows that many branches may share?"""
    return annex.rows == "many" and _organisers(annex) is not None and bool(_same(annex))


def gather(c: Campaign, annex: RecordsAnnex, rows: Sequence[Row]) -> list[Row]:
    """The rows of one unit's form with those of its branches that say the same drawn together, each where
    the first of them stood. Rows of the unit itself stay as they are."""
    if not gathers(annex):
        return list(rows)
    places: dict[tuple[str, ...], int] = {}
    found: list[list[Row]] = []
    for row in rows:
        key = _key(annex, row)
        if row.org.level != "branch" or not all(key):
            found.append([row])
        elif key in places:
            found[places[key]].append(row)
        else:
            places[key] = len(found)
            found.append([row])
    return [_one(c, annex, alike) if len(alike) > 1 else alike[0] for alike in found]


def added(texts: Sequence[str]) -> str:
    """参加人员 of several as one: where the words are the same their numbers are added
    （全体党员（32人） and 全体党员（24人） are 全体党员（56人））, other words follow after a semicolon."""
    totals: dict[str, list[int]] = {}
    words: dict[str, str] = {}
    for place, text in enumerate(text for text in texts if text):
        plain = _SPELT.sub(_digits, text)
        numbers = [int(number) for number in _PEOPLE.findall(plain)]
        template = unicodedata.normalize("NFKC", _PEOPLE.sub("\0", plain))
        if _UNREAD.search(template):
            template = f"{template}\1{place}"
        if template in totals:
            totals[template] = [one + other for one, other in zip(totals[template], numbers, strict=True)]
            words[template] = _filled(plain, totals[template])
        else:
            totals[template], words[template] = numbers, text
    return "；".join(words.values())


def _digits(numeral: re.Match[str]) -> str:
    """三十 as 30; as it is where that is not plain: 三四人 are three or four."""
    text = numeral[0]
    value = None if len(text) > 1 and not set(text) & set("十百廿卅") else chinese_number(text)
    return text if value is None else str(value)


def _filled(text: str, numbers: Sequence[int]) -> str:
    """The text as it was written, with these numbers of people."""
    left = iter(numbers)
    return _PEOPLE.sub(lambda _: str(next(left)), text)


def _one(c: Campaign, annex: RecordsAnnex, alike: Sequence[Row]) -> Row:
    first = alike[0]
    texts = {
        field.id: _text(field, [row.texts.get(field.id, "") for row in alike], c.entry_day)
        for field in annex.fields
    }
    organisers = _organisers(annex)
    assert organisers is not None
    texts[organisers.id] = _who(c, alike, organisers)
    return first.saying(first.texts | texts, tuple(fault for row in alike for fault in row.faults))


def _text(field: Field, texts: Sequence[str], today: date) -> str:
    said = list(dict.fromkeys(text for text in texts if text))
    match kind_of(field).gathering:
        case "added":
            return added(texts)
        case "union":
            return "、".join(dict.fromkeys(part for text in said for part in text.split("、")))
        case "sum":
            return _sum(field, texts, today) if said else ""
        case "same":
            return "" if len(said) > 1 else "".join(said)
    return "".join(said[:1])


def _sum(field: Field, texts: Sequence[str], today: date) -> str:
    kind = kind_of(field)
    total = sum(map(_number, texts), Decimal(0))
    return kind.show(kind.parse(f"{total:f}", today)[0])


def _number(text: str) -> Decimal:
    try:
        return Decimal(text or 0)
    except InvalidOperation:  # a hand has put something else there, which is told as a fault of its row
        return Decimal(0)


def _who(c: Campaign, alike: Sequence[Row], field: Field) -> str:
    """各党支部 where all of the unit's took part, else the names."""
    known = organisations(c)
    names = list(
        dict.fromkeys(name for row in alike for name in (row.texts.get(field.id) or row.org.name).split("、"))
    )
    unit = known.unit_of(alike[0].org.id)
    branches = [org.name for org in known.scope(unit.id) if org.level == "branch"]
    if len(branches) > 1 and set(branches) <= set(names):
        place = names.index(branches[0])
        names[place] = EVERY_BRANCH
        names = [name for name in names if name not in branches]
    elif EVERY_BRANCH in names:
        names = [name for name in names if name not in branches]
    order = {org.name: place for place, org in enumerate(known.all)}
    return "、".join(sorted(dict.fromkeys(names), key=lambda name: order.get(name, -1)))


def _organisers(annex: RecordsAnnex) -> Field | None:
    """The field that says which organisations it was, if the annex knows its rows by it."""
    fields = [annex.by_id[name] for name in annex.key if name in annex.by_id]
    return next((field for field in fields if kind_of(field).names_organisations), None)


def _same(annex: RecordsAnnex) -> list[str]:
    """The fields in which rows must agree: the natural key without who it was."""
    fields = [annex.by_id[name] for name in annex.key if name in annex.by_id]
    return [field.id for field in fields if not kind_of(field).names_organisations]


def _key(annex: RecordsAnnex, row: Row) -> tuple[str, ...]:
    """Widths of characters, white space and a full stop at the end make no difference."""
    texts = (unicodedata.normalize("NFKC", row.texts.get(name, "")) for name in _same(annex))
    return tuple(re.sub(r"\s+", "", text).rstrip("。.;；") for text in texts)
