"""Which indicators fit which organisation: a suggestion from the pack, never imposed."""

from __future__ import annotations

from typing import Literal

from forms.pack import Indicator

Suggestion = Literal["applies", "ask", "skip"]


def suggestion(indicator: Indicator, org_type: str) -> Suggestion:
    """``skip``: 不涉及 is suggested; ``ask``: the person is asked; an unknown or empty type: ``applies``."""
    if org_type in indicator.skip:
        return "skip"
    return "ask" if org_type in indicator.ask else "applies"
