"""Which characters a syllable of pinyin stands for, each character under every reading it has.

Kept the other way round than a dictionary, so that it is small, and read once, when it is first needed: from
pypinyin's readings of single characters. Its phrases are never loaded: they would cost 55 MB.
"""

from __future__ import annotations

import os
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
