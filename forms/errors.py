"""Every refusal the program can give: one class and one exit status each, one sentence in Chinese.

The sentence says where, what, and how to mend it. Statuses are those of the command line:
1 the answer is "no", 2 wrong usage, 3 bad input, 4 conflict or lock timeout, 5 damaged or not
writable, 6 not allowed, 7 not certain whether it was written.
"""

from __future__ import annotations

from typing import ClassVar


class TaizhangError(Exception):
    """The base of all refusals; ``str(error)`` is the sentence shown to the person.

    The sentence is for people. What code wants to know of a refusal is its class and these fields.
    """

    EXIT_CODE: ClassVar[int] = 3

    def __init__(self, said: str, *, field: str = "", remedy: str = "") -> None:
        """``said`` is the whole sentence, or what comes before the ``remedy``."""
        self.said = said
        self.field = field
        """Id of the field that is to be mended; empty: it is none, or not one alone."""
        self.remedy = remedy
        """What helps, without a full stop; empty: the sentence says it in some other way."""
        self.sentence = self.with_remedy(remedy) if remedy else said
        super().__init__(self.sentence)

    def also(self, said: str) -> None:
        """Another sentence after its own: what became of the rest."""
        self.sentence += said
        self.args = (self.sentence,)

    def with_remedy(self, remedy: str) -> str:
        """The sentence with another remedy; as it is where it has none of its own."""
        return f"{self.said}；{remedy}。" if self.remedy else self.sentence


class AnswerIsNo(TaizhangError):
    """The question was understood and the answer is "no": overdue, or problems found."""

    EXIT_CODE = 1


class WrongUsage(TaizhangError):
    """An argument or option that cannot be what was meant."""

    EXIT_CODE = 2


class BadInput(TaizhangError):
    """Input data that cannot be taken as it is."""

    EXIT_CODE = 3


class PackError(BadInput):
    """A pack's TOML says something that cannot be: the sentence names file, key and remedy."""


class LockTimeout(TaizhangError):
    """Somebody else held the unit's lock for longer than the timeout; the sentence says who."""

    EXIT_CODE = 4
    who = "另一个程序"
    """Whoever held it, in words."""


class ConflictError(TaizhangError):
    """A change was based on a revision that is no longer the newest one."""

    EXIT_CODE = 4


class StoreError(TaizhangError):
    """The store cannot be used: missing, damaged, not writable, or from a newer program."""

    EXIT_CODE = 5


class NotSaved(StoreError):
    """A save failed and nothing of it was kept; what was there before still is."""


class Uncertain(StoreError):
    """It was written, or was not: the disk failed before it could say. The sentence says how to find out."""

    EXIT_CODE = 7

    def __init__(self, place: str, reason: str, look: str = "taizhang check", then: str = "") -> None:
        """``look``: the command that tells. ``then``: what comes after the sentence."""
        super().__init__(f"{place}：不能确定是否写入（{reason}），请运行 {look} 核对{then}。")


class Damaged(StoreError):
    """A file of the store is damaged beyond what opening may mend by itself."""


class NewerFormat(StoreError):
    """The store was written by a newer program; nothing was read and nothing written."""


class NotWritten(TaizhangError):
    """A file outside the store (an export) could not be written; the records are untouched."""

    EXIT_CODE = 5


class NotAllowed(TaizhangError):
    """This account may not do this."""

    EXIT_CODE = 6
