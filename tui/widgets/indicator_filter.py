"""Which indicators a few typed characters mean, and which ones a sentence is likely about."""

from __future__ import annotations

import re
import unicodedata

from forms.pack import Guide, Indicator
from forms.pinyin import matches, plain

_REFERENCE = re.compile(r"^([0-9]{1,2})(?:[-.(（]?([0-9]{1,2})?[)）]?)$")
_IGNORED = set("，。、；：“”‘’（）《》！？,.;:()-—·… 的和与及等为不了是在有对上下")


def matching(guide: Guide, query: str) -> list[str]:
    """Ids of the indicators meant, in guide order: by number (4-2, 4.2, 42, ４（2）, or 4 for all of 4), else
    those whose short name, text or heading has every word typed, or whose short name or heading has its
    pinyin; all of them when nothing is typed.
    """
    wanted = re.sub(r"[—–－−]", "-", unicodedata.normalize("NFKC", query)).strip()
    if not wanted:
        return list(guide.indicators)
    by_number = _by_number(guide, wanted)
    if by_number:
        return by_number
    words = wanted.casefold().split()
    return [
        name
        for name, indicator in guide.indicators.items()
        if all(
            word in _searched(guide, name, indicator) or matches(word, _named(guide, name, indicator))
            for word in words
        )
    ]


def likely(guide: Guide, sentence: str, at_least: int = 2) -> list[str]:
    """Ids of the indicators whose wording shares most pairs of characters with the sentence, best first.

    Short names count double: 专职组织员 in the sentence points to the indicator named so.
    """
    pairs = _pairs(sentence)
    scored = []
    for name, indicator in guide.indicators.items():
        score = len(pairs & _pairs(indicator.text)) + len(pairs & _pairs(indicator.short))
        if score >= at_least:
            scored.append((-score, name))
    order = list(guide.indicators)
    return [name for _, name in sorted(scored, key=lambda pair: (pair[0], order.index(pair[1])))]


def _by_number(guide: Guide, wanted: str) -> list[str]:
    found = _REFERENCE.match(wanted.rstrip("-.(（"))
    if not found:
        return []
    criterion, place = found.groups()
    if place is None:
        exact = [name for name in guide.indicators if name.split("-")[0] == criterion]
        if exact or len(criterion) < 2:
            return exact
        criterion, place = criterion[0], criterion[1:]
    prefix = f"{criterion}-{place}"
    if prefix in guide.indicators:
        return [prefix]
    return [name for name in guide.indicators if name.startswith(prefix)]


def _searched(guide: Guide, name: str, indicator: Indicator) -> str:
    return plain(f"{indicator.text}\n{_named(guide, name, indicator)}")


def _named(guide: Guide, name: str, indicator: Indicator) -> str:
    """Initials are looked for in this alone: in a long text any two letters are found somewhere."""
    return f"{indicator.short}\n{guide.criterion_of(name).heading}"


def _pairs(text: str) -> set[str]:
    return {
        text[place : place + 2]
        for place in range(len(text) - 1)
        if text[place] not in _IGNORED and text[place + 1] not in _IGNORED
    }
