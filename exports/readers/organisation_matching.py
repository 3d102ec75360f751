"""Whose row it is: by what stands in its organisation cell, or in the heading above a group of rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from forms.errors import BadInput, NotAllowed
from forms.neutral import one_line
from forms.organisation import Organisation
from forms.organisations import Organisations
from forms.pinyin import begins, spells
from store.campaign.imports import ORG, Proposal

_NUMBERING = re.compile(r"\A(?:[（(]?\s*(?:[一二三四五六七八九十]{1,3}|\d{1,3})\s*[）)、.．]+\s*|[①-⑳]\s*)")
_MARKS = re.compile(r"[\s\"'“”‘’「」（）()·.．。、：:，,]")
_AFFIXES = re.compile(r"\A(?:中国共产党|中共)|(?:委员会|总支部|支部|党委|总支|党)+\Z")
_LONGEST = 100
NOBODY = "没有写明党组织；请补上“党组织”一列，或指明是哪个党组织的（--org）。"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose it is, and what was supposed to say so; or why that is not clear, and who it may be."""

    org: Organisation | None
    guess: str = ""
    why: str = ""
    forbidden: bool = False
    """It is plain whose it is, and this account may not see them."""


class Whose:
    """Finds organisations by name; ``org_id`` is whose rows they are where the file does not say, and then
    only it and those below it may be named. Each name is looked up once."""

    def __init__(self, known: Organisations, org_id: str = "") -> None:
        self._known = known
        self.default = known.find(org_id) if org_id else None
        self._scope = known.scope(self.default.id) if self.default else known.all
        self._seen: dict[tuple[str, str], Owner] = {}

    def owner(self, cell: str, within: Organisation | None = None) -> Owner:
        """The organisation that a cell names; ``within`` is whose group of rows it stands in."""
        name = (cell if cell.isprintable() else one_line(cell)).strip()
        if not name:
            return Owner(self.default) if self.default else Owner(None, why=NOBODY)
        key = name, within.id if within else ""
        if key not in self._seen:
            self._seen[key] = self._look_up(name, within)
        return self._seen[key]

    def named(self, text: str) -> Organisation | None:
        """The organisation that a title or a heading is about, when there is just one."""
        name = _NUMBERING.sub("", one_line(text).strip())
        return self.owner(name).org if name else None

    def named_in(self, text: str) -> Organisation | None:
        """The one whose name stands in the text; the longest, where one name is a part of another."""
        said = _plain(one_line(text))
        near = [org for org in self._known.all if len(org.name) > 2 and _plain(org.name) in said]
        longest = max((len(_plain(org.name)) for org in near), default=0)
        near = [org for org in near if len(_plain(org.name)) == longest]
        return near[0] if len(near) == 1 else None

    def below(self, top: Organisation, name: str) -> Organisation | None:
        """The one of ``top`` and those below it that has this very name."""
        near = [org for org in self._known.scope(top.id) if name in (org.name, org.full_name)]
        return near[0] if len(near) == 1 else None

    def _look_up(self, name: str, within: Organisation | None) -> Owner:
        scope = self._scope
        inner = self._known.scope(within.id) if within else ()
        nearest_first = (tuple(org for org in scope if org in inner), scope)
        for members in nearest_first:
            near = [org for org in members if name in (org.id, org.name, org.full_name)]
            if len(near) == 1:
                return Owner(near[0])
            if len(near) > 1:
                break
        if len(name) > _LONGEST:
            return Owner(None, why=f"“{name[:20]}……”太长，不是党组织的名称。")
        try:
            org = self._known.find(name)
        except NotAllowed as error:
            return Owner(None, why=error.sentence, forbidden=True)
        except BadInput as error:
            same = [org for org in self._known.all if name in (org.name, org.full_name)]
            return self._guessed(name, nearest_first, error.sentence if same else _nobody(name, scope))
        if org not in scope and self.default is not None:
            remedy = "请从这个文件里去掉，或不指定党组织再导入"
            return Owner(None, why=f"“{org.name}”不属于“{self.default.name}”；{remedy}。")
        return Owner(org)

    def _guessed(self, name: str, nearest_first: Sequence[Sequence[Organisation]], why: str) -> Owner:
        for members in nearest_first:
            for alike in (self._same, self._stem, self._with_unit, self._spelt, self._begun):
                near = [org for org in members if alike(name, org)]
                if len(near) == 1:
                    return Owner(near[0], guess=f"“{name[:40]}”读作“{near[0].name}”")
                if near:
                    break
        return Owner(None, why=why)

    def _same(self, name: str, org: Organisation) -> bool:
        """Other spaces, widths, quotes."""
        return _plain(name) in {_plain(org.name), _plain(org.full_name)} - {""}

    def _stem(self, name: str, org: Organisation) -> bool:
        """计算机学院 for 计算机学院党委, 教工第一支部 for 教工第一党支部."""
        return _stem(name) in {_stem(org.name), _stem(org.full_name)} - {""}

    def _with_unit(self, name: str, org: Organisation) -> bool:
        """With the unit's name in front of the branch's, or without it, against how it is called."""
        said, unit, whole = _stem(name), _stem(self._known.unit_of(org.id).name), _stem(org.name)
        return bool(said and unit and whole) and (said == unit + whole or unit + said == whole)

    def _spelt(self, name: str, org: Organisation) -> bool:
        """By pinyin: jsjxydw, jisuanjixueyuandangwei."""
        return _is_pinyin(name) and spells(name, org.name)

    def _begun(self, name: str, org: Organisation) -> bool:
        """By the beginning of it: jsj, where that is one organisation's alone."""
        return len(name) > 1 and _is_pinyin(name) and begins(name, org.name)


def common_unit(known: Organisations, proposals: Sequence[Proposal]) -> Organisation | None:
    """The one unit that all rows belong to that could be placed, when some could not."""
    if not any(ORG in one.faults for one in proposals):
        return None
    units = {known.unit_of(one.org).id for one in proposals if one.org}
    return known.get(units.pop()) if len(units) == 1 else None


def _nobody(name: str, scope: Sequence[Organisation]) -> str:
    """With those whose names are like it: often there is one character too many."""
    near = get_close_matches(name, [org.name for org in scope], n=3, cutoff=0.5)
    hint = f"，是不是{'、'.join(f'“{one}”' for one in near)}？" if near else "；"
    return f"没有党组织“{name}”{hint}请写规范简称、全称或编号。"


def _is_pinyin(name: str) -> bool:
    return name.isascii() and name.isalnum() and not name.isdigit()


def _plain(name: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def _stem(name: str) -> str:
    """The name without what tells a committee from a branch."""
    bare = _plain(name)
    bare = _AFFIXES.sub("", bare)
    return bare.replace("党支部", "支部")
