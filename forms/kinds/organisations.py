"""``organisations``: who it was, by the names of organisations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forms.kinds.choices import Choices
from forms.kinds.kind import Gathering

if TYPE_CHECKING:
    from forms.pack import Field


class Organisations(Choices):
    """Kept as a list of str, as written."""

    list_width = 20
    names_organisations = True

    def gathering(self, field: Field) -> Gathering:
        return "first"

    def likely(self, text: str, today: date) -> int:
        """Whether it names one is known where the organisations are."""
        return 0
