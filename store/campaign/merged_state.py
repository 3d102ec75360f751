"""完成 or 未完成, once a record was put together from what two people saved: neither of them saw it whole."""

from __future__ import annotations

import msgspec

from forms.pack import RecordsAnnex
from forms.record_edit import RecordEdit
from store.campaign.campaign import Campaign
from store.protocol import Change, State


def restated(c: Campaign, change: Change) -> Change:
    """The same with the state that its data have come to, where it is a record."""
    annex = c.pack.annex(change.annex)
    if change.data is None or not isinstance(annex, RecordsAnnex):
        return change
    return msgspec.structs.replace(change, state=_state(c, annex, change))


def _state(c: Campaign, annex: RecordsAnnex, change: Change) -> State:
    """未完成 while something is missing or cannot be; what is merely unusual keeps the state it has."""
    assert change.data is not None
    remarks = RecordEdit.of_stored(annex, c.entry_day, change.data).remarks
    if any(remark.kind != "soft" for remark in remarks):
        return "incomplete"
    unexplained = any(not change.forced.get(remark.field) for remark in remarks)
    return change.state if unexplained else "complete"
