"""How much one unit's files may ask of whoever reads them, and what is too much.

Every office's session reads every unit, and a unit's folder is its members' to write: so nothing of one unit
may cost the others more than this. Saving refuses what reading would, so that what is saved can be read.
"""

from __future__ import annotations

from typing import Any

SHARD = 128 << 20
"""Bytes of a shard: 200,000 documents, four times what the largest unit is measured with."""
JOURNAL = 128 << 20
"""Bytes of a journal: 200,000 saves of a record, in one campaign of one unit."""
LINE = 32 << 20
"""Bytes of one line of a journal, which is one save: 50,000 rows of an import."""
DEEPEST = 32
"""Lists and objects within each other in one value of a document. No form makes more than four."""


_SMALL = 4 << 20
"""Bytes of which nothing that is made matters."""


def is_dense(data: bytes) -> bool:
    """Would far more be made of it than its size says: 128 MB of ``{},{},`` become gigabytes? A document of
    ours has an object in 100 bytes and a comma in 20."""
    size = len(data)
    return size > _SMALL and (data.count(b"{") * 32 > size or data.count(b",") * 6 > size)


def in_words(size: int) -> str:
    """``128 MB``."""
    return f"{size >> 20} MB"


def is_deep(value: Any, most: int = DEEPEST) -> bool:
    """Does the JSON value go deeper? Looks at it level by level, however deep it is."""
    level = [value] if type(value) in (dict, list) else []
    for _ in range(most):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) in (dict, list)
        ]
        if not level:
            return False
    return True
