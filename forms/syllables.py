"""Which characters a syllable of pinyin stands for, each character under every reading it has.

Kept the other way round than a dictionary, so that it is small, and read once, when it is first needed: from
pypinyin's readings of single characters. Its phrases are never loaded: they would cost 55 MB.
"""

from __future__ import annotations

import os
from collections import defaultdict
from functools import lru_cache
from threading import Lock

LONGEST = 6
"""Letters of the longest syllables: zhuang."""

_TONES = str.maketrans("āáǎàēéěèōóǒòīíǐìūúǔùüǖǘǚǜńňǹ", "aaaaeeeeooooiiiiuuuuvvvvvnnn")
_DOUBLE = ("zh", "ch", "sh")
_ZERO = 0x3007
"""〇, as in 二〇二一年: the one numeral that stands outside the block of the characters."""

_table: dict[str, str] = {}
_loading = Lock()


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
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT

    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for code, readings in PINYIN_DICT.items():
        if not (0x4E00 <= code <= 0x9FFF or code == _ZERO):
            continue  # characters beyond the common block are typed as themselves
        character = chr(code)
        for reading in readings.translate(_TONES).split(","):
            if reading.isascii() and reading.isalpha():
                found[reading][character] = None
                found[reading[0]][character] = None
                if reading[:2] in _DOUBLE:
                    found[reading[:2]][character] = None
    return {letters: "".join(characters) for letters, characters in found.items()}
