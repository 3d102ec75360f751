"""``findings``: the problems of an organisation, which are documents of their own."""

from __future__ import annotations

from datetime import date

from forms.kinds.long import Long


class Findings(Long):
    """Nothing is kept in the record; a text, where one is given, becomes findings."""

    shape = "findings"
    suggested = False
    tells_apart = False

    def likely(self, text: str, today: date) -> int:
        return 0
