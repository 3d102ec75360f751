"""What is asked of every kind of document. What is said here holds for a kind that says nothing else, and for
documents of a table that no kind knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from forms.errors import BadInput
from forms.neutral import clean, clean_data, one_line
from forms.numerals import number_words
from forms.organisations import Organisations
from forms.pack import Annex
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations
from store.protocol import Change, Data, Document
from store.versions import Version

Show = Callable[[Any], str]
"""A value as it is kept, to its words. What it raises for a value that a hand wrote is caught."""

Labels = Mapping[str, tuple[str, Show]]
"""By field, in the order in which they are told: the label, and how a value reads."""


class DocumentKind:
    """One kind of document: how it reads, what may be typed into it, what it must fit."""

    nested = ""
    """A field whose value is an object of fields of their own, ``measures``; they are told one by one."""
    sets: tuple[str, ...] = ()
    """Fields whose lists are sets: what two people add to them are both in."""

    def __init__(self, table: str) -> None:
        self.table = table
        """What the documents have as their ``annex``."""

    # How it reads

    def labels(self, c: Campaign, version: Version) -> Labels:
        """The fields of this version's document."""
        return {}

    def subject(self, c: Campaign, version: Version) -> str:
        """What it is a version of, in a few words: ``附件2 学习情况 2021年4月6日``."""
        return self.name(c)

    def name(self, c: Campaign) -> str:
        """What all of them are called: ``附件2 学习情况``."""
        return one_line(self.table)

    def belongs(self, c: Campaign, annex_id: str, document_id: str) -> bool:
        """Is the document told among those of this annex?"""
        return self.table == annex_id

    # What two people saved

    def may_type(self, field: str) -> bool:
        """May the field be written anew where two people changed it, instead of chosen?"""
        return False

    def parse(self, c: Campaign, field: str, text: str) -> Any:
        """The value of a typed text. Raises BadInput."""
        return one_line(text).strip()

    def merged(self, c: Campaign, change: Change) -> Change:
        """What was put together from two sides, with what follows from that; it has data."""
        return change

    def settled(self, c: Campaign, change: Change) -> Change:
        """The same, where a person has chosen between the sides. Raises BadInput for what cannot be."""
        return self.merged(c, change)

    # What it must fit

    def check(self, c: Campaign, known: Organisations, document: Document) -> Iterator[str]:
        """A sentence, without its full stop, for everything that refers to something there is not."""
        problem = self.problem(c, known, document)
        if problem:
            yield f"记录 {document.id} {problem}"

    def problem(self, c: Campaign, known: Organisations, document: Document) -> str:
        """The first of these, as what follows the document's name; empty: none."""
        return f"属于工作模板里没有的附件“{self.table}”"

    @property
    def once(self) -> str:
        """``附件4`` where an organisation has one only; else empty."""
        return ""

    def check_place(self, c: Campaign, old: Document) -> None:
        """May an old version come back as it was? Raises BadInput."""
        if organisations(c).get(old.org) is None:
            raise BadInput(f"所属的党组织“{old.org}”已删除，请先恢复这个党组织，再恢复它的内容。")


class AnnexKind(DocumentKind):
    """What is entered into one annex of a pack, which one calls by its number."""

    def __init__(self, annex: Annex) -> None:
        super().__init__(annex.id)
        self._called = f"附件{annex.number} {annex.name}"

    def name(self, c: Campaign) -> str:
        """``附件2 学习情况``."""
        return self._called


def newest(version: Version) -> Data:
    """What the document says, or said when it was deleted."""
    found = version.document or version.before
    return found.data if found else {}


def plain(value: Any) -> str:
    """Any value as words, neutralised."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number_words(value)
    if isinstance(value, list):
        return "、".join(map(plain, value))
    return clean(msgspec.json.encode(clean_data(value)).decode())


def org_name(c: Campaign, org_id: Any) -> str:
    """The organisation's name, or what else stands there."""
    org = organisations(c).get(org_id) if isinstance(org_id, str) else None
    return org.name if org else one_line(plain(org_id))
