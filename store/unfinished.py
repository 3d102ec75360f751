"""Saving to several shards of files is not one thing to a crash: while it lasts a note in the person's own
folder says what was meant, and the next session of that person tells, unit by unit, how far it came.

The note is a draft (``store.drafts``): locked as long as its session lives, and offered when that is dead.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from forms.errors import StoreError, TaizhangError
from store.places import state_path

FOLDER = "unfinished"


@contextmanager
def noted(root: Path, campaign: str, planned: Mapping[str, int], at: str) -> Iterator[None]:
    """While it lasts there is a note: which shard is going to have which sequence, all saved ``at``. Where it
    cannot be written there is none; that is no reason not to save."""
    from store.drafts import DraftBox  # only for several shards

    note = None
    with contextlib.suppress(StoreError):
        note = DraftBox(state_path() / FOLDER).begin({"store": str(root.resolve()), "campaign": campaign})
        note.write({"planned": dict(planned), "at": at})
    try:
        yield
    finally:
        if note is not None:
            note.discard()


def told(root: Path, campaign: str, is_saved: Callable[[str, int, str], bool]) -> list[str]:
    """A sentence for each note that a dead session of this person left about this campaign; it goes with the
    telling. ``is_saved`` is asked of shard, sequence and time."""
    folder = state_path() / FOLDER
    there = False
    with contextlib.suppress(OSError):  # a home that this account may not enter has no notes of it
        there = folder.is_dir()
    if not there:
        return []
    from store.drafts import DraftBox

    sentences = []
    for offer in DraftBox(folder).offers():
        if offer.place != {"store": str(root.resolve()), "campaign": campaign}:
            continue
        planned, at = offer.values.get("planned"), offer.values.get("at")
        if isinstance(planned, dict) and isinstance(at, str):
            try:
                sentences.append(_sentence(planned, at, is_saved))
            except TaizhangError:
                continue  # a unit cannot be read now: it is told another time
        offer.discard()
    return sentences


def _sentence(planned: Mapping[str, int], at: str, is_saved: Callable[[str, int, str], bool]) -> str:
    saved = [shard for shard, sequence in planned.items() if is_saved(shard, sequence, at)]
    left = [shard for shard in planned if shard not in saved]
    when = at[:19].replace("T", " ")
    if not left:
        return f"{when} 向{len(planned)}个单位一起写入时程序中断了，各单位都已写入：{'、'.join(saved)}。"
    done = f"已写入：{'、'.join(saved)}；" if saved else ""
    return (
        f"{when} 向{len(planned)}个单位一起写入时程序中断了，{done}没有写入：{'、'.join(left)}；"
        "请把原来的文件再导入一次，已写入的不会重复。"
    )
