"""Taking back one's own last change of this session, a deletion too."""

from __future__ import annotations

from store.campaign.campaign import Campaign, UndoEntry
from store.campaign.writing import write
from store.protocol import Change, Document


def undo(c: Campaign) -> UndoEntry | None:
    """Take back the last write of this session as a new revision; None when there is none left.

    What others changed since stays. Raises MergeConflict where they changed the same fields; once that is
    settled, ``taken_back`` says so. When it cannot be saved the write stays the next one to take back.
    """
    if not c.done:
        return None
    last = c.done[-1]
    pairs = [
        (before, after) for before, after in zip(last.before, last.after, strict=True) if before or after
    ]
    changes = [_back(before, after) for before, after in pairs]
    write(c, last.shard, changes)
    taken_back(c, last)
    return last


def taken_back(c: Campaign, last: UndoEntry) -> None:
    """The taking back itself is no change to take back: forget it together with what it took back."""
    place = next(place for place, done in enumerate(c.done) if done is last)
    del c.done[place:]


def _back(before: Document | None, after: Document | None) -> Change:
    was = before or after
    assert was is not None
    return Change(
        id=was.id,
        annex=was.annex,
        org=was.org,
        base=after.rev if after else 0,
        data=before.data if before else None,
        state=was.state,
        forced=was.forced,
    )
