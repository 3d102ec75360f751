"""Taking back one's own last change of this session, a deletion too."""

from __future__ import annotations

from store.campaign.campaign import Campaign, Done, write
from store.protocol import Change


def undo(c: Campaign) -> Done | None:
    """Take back the last write of this session as a new revision; None when there is none left.

    Raises Conflict when somebody has changed a document since; that write can then no longer be taken back.
    """
    if not c.done:
        return None
    last = c.done.pop()
    changes: list[Change] = []
    for before, after in zip(last.before, last.after, strict=True):
        was = before or after
        if was is None:
            continue
        changes.append(
            Change(
                id=was.id,
                annex=was.annex,
                org=was.org,
                base=after.rev if after else 0,
                data=before.data if before else None,
                state=was.state,
                forced=was.forced,
            )
        )
    write(c, last.shard, changes)
    c.done.pop()  # the taking back itself is no change to take back
    return last
