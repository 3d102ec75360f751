"""同上: what a hand writes for "as in the row above"."""

from __future__ import annotations

import unicodedata

_SIGNS = frozenset(
    {"同上", "(同上)", "同上。", "同前", "〃", '"', "''", "“", "”", "″", "′′", "〞", ",,", "”“", "“”"}
)


def is_ditto(text: str) -> bool:
    """Whether the cell says nothing else."""
    return len(text) < 12 and "".join(unicodedata.normalize("NFKC", text).split()) in _SIGNS
