"""What somebody else makes of the record that is being filled in here."""

from __future__ import annotations

from forms.errors import TaizhangError
from store.campaign.findings import findings
from store.campaign.records import get_row
from tui.screens.dialogs.notice import notice
from tui.screens.entry.record_entry import RecordEntry


class OtherSessions:
    """Tells each of their revisions once."""

    def __init__(self, entry: RecordEntry) -> None:
        self._entry = entry
        self._told: tuple[object, ...] = ()
        """What was last said to be another's: the record's revision, and the findings'."""

    def news(self) -> str:
        """A sentence where the store holds something newer than the form began with; empty: it does not, or
        that was said before."""
        entry = self._entry
        if not entry.document:
            return ""
        try:
            now = get_row(entry.campaign, entry.annex.id, entry.org_id, entry.document).document
            written = findings(entry.campaign, entry.org_id) if entry.has_findings else []
        except TaizhangError:
            return ""  # saving will say it
        rev = now.rev if now else 0
        theirs = [(finding.id, finding.rev) for finding in written]
        if (rev, theirs) == self._told:
            return ""
        self._told = rev, theirs
        if rev != entry.base:
            return notice("这条记录", now)
        if theirs != [(finding.id, finding.rev) for finding in entry.start.before]:
            return "存在问题刚被别人改过，保存时会合并。"
        return ""
