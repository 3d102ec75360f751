"""A journal's lines verified one after another while its bytes pass by: no more is held than one line."""

from __future__ import annotations

import os
from collections.abc import Iterator

from forms.errors import Damaged, StoreError, TaizhangError
from forms.os_errors import because
from store.shards import limits
from store.shards.journal import End, read_line
from store.shards.sentences import CHECK

PIECE = 1 << 20


class Chain:
    """``feed`` it a journal from its beginning, then ``finish``."""

    def __init__(self, name: str, *known: End) -> None:
        self.name = name
        """Of the shard, for sentences."""
        self.end = End()
        """The last line that follows from all before it."""
        self.problem: TaizhangError | None = None
        """Why nothing was read further than ``end``; a last line that was never finished is none."""
        self._rest: list[bytes] = []
        self._held = 0
        self.unmet = set(known) - {End()}
        """Which of the known ends it has not come by; at last: it was cut short, or written anew."""

    def feed(self, piece: bytes) -> None:
        """The next bytes."""
        if self.problem:
            return
        *whole, rest = piece.split(b"\n")
        for line in whole:
            if self._rest:
                self._rest.append(line)
                line = b"".join(self._rest)
                self._rest.clear()
            self._held = 0
            if not self._take(line):
                return
        if rest:
            self._rest.append(rest)
            self._held += len(rest)
            if self._held > limits.LINE:
                self.problem = self._damaged("长得不像台账写的")
                self._rest.clear()

    def finish(self) -> None:
        """There is no more: a last line without its newline counts when it is whole."""
        if self._rest and not self.problem:
            self._take(b"".join(self._rest))
            if isinstance(self.problem, Damaged):
                self.problem = None
        self._rest.clear()

    def _take(self, line: bytes) -> bool:
        try:
            _, self.end = read_line(line, self.end, self.name)
        except TaizhangError as error:
            self.problem = error
            return False
        except RecursionError:
            self.problem = self._damaged("层次太深")
            return False
        self.unmet.discard(self.end)
        return True

    def _damaged(self, what: str) -> Damaged:
        return Damaged(f"{self.name} 的日志第 {self.end.sequence + 1} 行{what}，没有继续读取", remedy=CHECK)


HOLES = "有从未写过的空洞，不是台账写成的"


def pieces(descriptor: int, size: int) -> Iterator[bytes]:
    """The first ``size`` bytes of a file, or what there is of them. Raises StoreError: the reason alone."""
    start = 0
    while start < size:
        try:
            piece = os.pread(descriptor, min(PIECE, size - start), start)
        except OSError as error:
            raise StoreError(because(error)) from error
        if not piece:
            return
        start += len(piece)
        yield piece


def has_holes(descriptor: int, size: int) -> bool:
    """Has the file parts that were never written? The program writes none such; they may stand for more than
    any disk holds."""
    try:
        return size > 0 and os.lseek(descriptor, 0, os.SEEK_HOLE) < size
    except OSError:  # a file system that does not tell
        return False
