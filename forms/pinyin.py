"""Chinese names by their pinyin: whole, by initials, or mixed, with every reading a character has.

``jsj`` and ``jisuanji`` find 计算机学院, ``cq`` finds 重庆: the readings are tried in turn, so that no
dictionary of phrases is needed.
"""

from __future__ import annotations

import os
from functools import lru_cache


def spells(typed: str, name: str) -> bool:
    """Is the whole of ``name`` written by ``typed`` (ASCII letters and digits, any case)?"""
    ends = _ends(typed, name)
    return bool(ends) and len(typed) in ends[-1]


def begins(typed: str, name: str) -> bool:
    """Does ``typed`` write the beginning of ``name``?"""
    return any(len(typed) in ends for ends in _ends(typed, name))


def _ends(typed: str, name: str) -> list[set[int]]:
    """After each character of the name, how much of the text may have been used up by then."""
    text = typed.casefold()
    found: list[set[int]] = []
    ends = {0}
    for character in name:
        ends = {
            end + len(spelling)
            for end in ends
            for spelling in _spellings(character)
            if text.startswith(spelling, end)
        }
        found.append(ends)
        if not ends:
            break
    return found if len(found) == len(name) else [*found, set()]


@lru_cache(maxsize=4096)
def _spellings(character: str) -> frozenset[str]:
    """All that may be typed for one character: itself, each reading, and each reading's first letter."""
    if character.isascii():
        return frozenset({character.casefold()})
    # Loading the phrases would cost 55 MB, and reading them a quarter of a second.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    readings = {one for one in pinyin(character, style=Style.NORMAL, heteronym=True)[0] if one.isascii()}
    readings |= {one.replace("ü", "v") for one in pinyin(character, style=Style.NORMAL)[0]}
    return frozenset({character.casefold()} | readings | {one[:1] for one in readings if one.isalpha()})
