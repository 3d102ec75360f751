"""Chinese text by its pinyin: whole, by initials, or mixed, with every reading a character has.

``jsj`` and ``jisuanji`` find 计算机学院, ``cq`` finds 重庆: the readings are tried in turn, so that no
dictionary of phrases is needed.

Which characters a syllable stands for, each under every reading it has, is kept the other way round than in a
dictionary, so that it is small, and read once, when it is first needed: from pypinyin's readings of single
characters. Its phrases are never loaded: they would cost 55 MB.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

LONGEST = 6
"""Letters of the longest syllables: zhuang."""

_TONES = str.maketrans("āáǎàēéěèōóǒòīíǐìūúǔùüǖǘǚǜńňǹ", "aaaaeeeeooooiiiiuuuuvvvvvnnn")
_DOUBLE = ("zh", "ch", "sh")
_ZERO = 0x3007
"""〇, as in 二〇二一年: the one numeral that stands outside the block of the characters."""

_table: dict[str, str] = {}
_loading = Lock()

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
        # Where a word may begin: its first characters by every way of parting it into syllables.
        sought = {word: f"(?={_ways(word, DEPTH)})" for word in self.words if has_letters(word)}
        self._sought = {word: re.compile(pattern) for word, pattern in sought.items()}

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


def table() -> dict[str, str]:
    """Syllable, or first letter (zh, ch, sh too), to the characters it may stand for; ü is written v.

    Takes some 80 ms the first time; whoever comes meanwhile waits for it."""
    if not _table:
        with _loading:
            if not _table:
                _table.update(_read())
    return _table


def spelled(letters: str) -> str:
    """Characters that ``letters`` is a whole reading of, or the first letter of a reading."""
    return table().get(letters, "")


@lru_cache(maxsize=512)
def begun(letters: str) -> str:
    """Characters that have a reading which begins with ``letters``."""
    found = {
        one: None for name, characters in table().items() if name.startswith(letters) for one in characters
    }
    return "".join(found)


def _read() -> dict[str, str]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, readings in _readings():
        if not (0x4E00 <= code <= 0x9FFF or code == _ZERO):
            continue  # characters beyond the common block are typed as themselves
        character = chr(code)
        names: dict[str, None] = {}
        for reading in readings.translate(_TONES).split(","):
            if reading.isascii() and reading.isalpha():
                names |= dict.fromkeys((reading, reading[0]))
                if reading[:2] in _DOUBLE:
                    names[reading[:2]] = None
        for name in names:
            found[name].append(character)
    return {letters: "".join(characters) for letters, characters in found.items()}


def _readings() -> Iterator[tuple[int, str]]:
    """Code of a character and its readings: line by line from pypinyin's own file. Importing the package
    would keep 14 MB of them in every session; where its file lies elsewhere, that is still the way."""
    package = find_spec("pypinyin")
    path = Path(package.origin).with_name("pinyin_dict.json") if package and package.origin else None
    if path is not None and path.is_file():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                code, _, readings = line.strip(' ",\n{}').partition('": "')
                if code.isdecimal():
                    yield int(code), readings
        return
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT

    yield from PINYIN_DICT.items()
