"""Moments of the journal as people read them."""

from __future__ import annotations

from datetime import datetime

from forms.clock import SHANGHAI
from forms.neutral import one_line


def moment(at: str) -> str:
    """ISO 8601 to ``2021-04-10 09:31`` in Asia/Shanghai; a time that is none is shown as it is."""
    try:
        return datetime.fromisoformat(at).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return one_line(at)[:16]
