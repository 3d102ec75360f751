"""The readings of Chinese characters, read in the background where they will soon be asked for, so that no
key waits for them."""

from __future__ import annotations

from threading import Thread

_begun: list[Thread] = []


def preload_pinyin() -> None:
    """Begin, once in a session. Touches no widget."""
    if not _begun:
        from forms.pinyin import table

        _begun.append(Thread(target=table, name="pinyin", daemon=True))
        _begun[0].start()
