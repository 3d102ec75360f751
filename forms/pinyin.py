"""Chinese text by its pinyin: whole, by initials, or mixed, with every reading a character has.

``jsj`` and ``jisuanji`` find 计算机学院, ``cq`` finds 重庆: the readings are tried in turn, so that no
dictionary of phrases is needed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from forms.syllables import LONGEST, begun, spelled

DEPTH = 3
"""So many characters are looked for at once; what was found is then followed to its end."""
_GAP = r"[^\w\n]{0,2}"
"""Brackets, quotes and separators between two characters are passed over."""


def plain(text: str) -> str:
    """Text as ``Wanted`` searches it: one width, one case."""
    return unicodedata.normalize("NFKC", text).casefold()


def matches(typed: str, text: str) -> bool:
    """Is every word of ``typed`` in ``text``: its characters anywhere, or the pinyin, initials or a mixture
    of them (the last syllable may be begun only) from any character on? Whatever the width and case."""
    return wanted(typed).found(plain(text))


@lru_cache(maxsize=64)
def wanted(typed: str) -> Wanted:
    """What to look for in many texts."""
    return Wanted(typed)


class Wanted:
    """The words of what was typed, ready to be looked for in ``plain`` texts. Nothing is loaded for words
    without ASCII letters."""

    def __init__(self, typed: str) -> None:
        self.words = plain(typed).split()
        self._sought = {word: _pattern(word) for word in self.words if has_letters(word)}

    def found(self, text: str) -> bool:
        """Are all words in ``text``, which is ``plain``?"""
        return all(word in text or self._spelled(word, text) for word in self.words)

    def begins(self, text: str) -> bool:
        """Do they stand at the very beginning, opening brackets and quotes apart?"""
        start = re.match(r"\W*", text)
        assert start is not None
        typed = "".join(self.words)
        return text.startswith(typed, start.end()) or (
            has_letters(typed) and _follows(typed, text, start.end())
        )

    def _spelled(self, word: str, text: str) -> bool:
        pattern = self._sought.get(word)
        if pattern is None:
            return False
        return any(_follows(word, text, match.start()) for match in pattern.finditer(text))


def has_letters(typed: str) -> bool:
    """Can it be pinyin at all?"""
    return any(character.isascii() and character.isalpha() for character in plain(typed))


def _pattern(word: str) -> re.Pattern[str]:
    """Finds where ``word`` may begin: its first characters by every way of parting it into syllables."""
    return re.compile(f"(?={_ways(word, DEPTH)})")


def _ways(word: str, depth: int) -> str:
    """Ways to write the beginning of ``word`` in up to ``depth`` characters, as a regular expression."""
    if not depth:
        return ""
    last = [*begun(word)] if len(word) <= LONGEST and word.isascii() else []
    if len(word) == 1:
        last.append(word)
    ways = [_one_of(last)] if last else []
    for size in range(1, min(LONGEST + 1, len(word))):
        characters = [*spelled(word[:size]), *(word[:1] if size == 1 else "")]
        more = _ways(word[size:], depth - 1) if characters else ""
        if characters and (more or depth == 1):
            ways.append(_one_of(characters) + (_GAP + more if more else ""))
    return f"(?:{'|'.join(ways)})" if ways else ""


def _one_of(characters: list[str]) -> str:
    return f"[{re.escape(''.join(characters))}]"


def _follows(word: str, text: str, start: int) -> bool:
    """Does ``word`` write what stands in ``text`` from ``start`` on?"""
    used, gap = {0}, 0
    for character in text[start:]:
        if any(_ends_in(word, end, character) for end in used):
            return True
        went = set(_after(word, character, used))
        if went:
            used, gap = went, 0
        elif character.isalnum() or character in "_\n" or gap == 2:
            return False
        else:
            gap += 1
    return False


def _ends_in(word: str, end: int, character: str) -> bool:
    """Is what is left of the word this character, or a beginning of one of its readings?"""
    rest = word[end:]
    return rest == character or (len(rest) <= LONGEST and rest.isalpha() and character in begun(rest))


def _after(word: str, character: str, used: set[int]) -> Iterator[int]:
    """How much of the word may be used up after one more character of the text."""
    for end in used:
        if word.startswith(character, end):
            yield end + len(character)
        for size in range(1, LONGEST + 1):
            if end + size <= len(word) and character in spelled(word[end : end + size]):
                yield end + size


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
    for character in name.casefold():
        ends = set(_after(text, character, ends))
        found.append(ends)
        if not ends:
            break
    return found if len(found) == len(name) else [*found, set()]
