"""What a check of a store finds: a sentence for people, and for programs a code and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Self

State = Literal["ok", "tidied", "content", "rights", "damaged"]
"""From the best to the worst."""

WORDS: dict[State, str] = {
    "ok": "正常",
    "tidied": "已整理",
    "content": "内容有误",
    "rights": "权限有变",
    "damaged": "损坏",
}
STATUSES: dict[State, int] = {"ok": 0, "tidied": 0, "content": 1, "rights": 1, "damaged": 5}
"""Exit statuses."""

CODES: dict[str, State] = {
    "behind": "tidied",
    "unfinished": "tidied",
    "resumed": "tidied",
    "revision-gap": "tidied",
    "reference": "content",
    "value": "content",
    "rights": "rights",
    "drift": "rights",
    "stopped": "damaged",
    "journal": "damaged",
    "shard": "damaged",
    "mismatch": "damaged",
    "attachment": "damaged",
    "unreadable": "damaged",
    "locked": "damaged",
    "foreign": "damaged",
    "pack": "damaged",
    "changed-since": "damaged",
    "members": "damaged",
}
"""Stable. ``behind``: a shard whose file was missing. ``unfinished``: a last line that was
never acknowledged, or lacks its newline. ``resumed``: a unit that had stopped writing goes on.
``revision-gap``: an old one of a journal, which is believed. ``reference``, ``value``: what a document
names, or holds, that cannot be. ``rights``: others may write. ``drift``: access differs from the members'
file. ``stopped``: nothing is written any more. ``journal``, ``shard``, ``attachment``: damaged.
``mismatch``: shard and journal differ. ``unreadable``, ``locked``: left out of the check. ``foreign``: a
link, a pipe, what no program of ours made. ``changed-since``: a journal does not go on from where it
stood in a backup. ``pack``: a campaign's pack cannot be used. ``members``: the members' file is gone or
cannot be believed."""


class Found(str):
    """The sentence, with its code. What has no other is ``damaged`` by being ``unreadable``."""

    code: str

    def __new__(cls, sentence: str, code: str = "unreadable") -> Self:
        """``code``: one of ``CODES``."""
        assert code in CODES, code
        made = super().__new__(cls, sentence)
        made.code = code
        return made

    @property
    def state(self) -> State:
        """What it comes to."""
        return CODES[self.code]


def worst(found: Iterable[Found]) -> State:
    """What all of them come to together."""
    order = list(WORDS)
    return max((one.state for one in found), key=order.index, default="ok")
