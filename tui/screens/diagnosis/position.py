"""Where one is in a diagnosis: the organisation, the indicator of its guide, and what is stored of both."""

from __future__ import annotations

from forms.errors import BadInput
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import Diagnosis, Item, diagnosis
from store.campaign.organisations import organisations

OUTSIDE = "outside"
"""Where findings 指南以外 are written, after the last indicator."""


class Position:
    """``org`` empty: the person's own organisation, else the first that has a guide. ``at``: an indicator's
    id, ``OUTSIDE``, or empty for the first that is open."""

    def __init__(self, org: str = "", at: str = "") -> None:
        self.org_id, self.at = org, at
        self.now: Diagnosis | None = None
        """As last read; None: no organisation has a guide."""

    @property
    def item(self) -> Item | None:
        """The indicator one is at; None: 指南以外, or nothing read yet."""
        return self.now.item(self.at) if self.now and self.at != OUTSIDE else None

    @property
    def indicator(self) -> str:
        """Its id; empty: 指南以外."""
        return "" if self.at == OUTSIDE else self.at

    def read(self, c: Campaign, usual: str) -> Diagnosis | None:
        """Read it from the store. ``usual``: the organisation to begin with where none was asked for."""
        self.now = self._diagnosis(c, usual)
        if self.now is not None and self.at not in self._places(self.now):
            self.at = self.now.next_open() or self.now.items[0].id
        return self.now

    def _diagnosis(self, c: Campaign, usual: str) -> Diagnosis | None:
        known = organisations(c)
        wanted = known.get(self.org_id or usual)
        for org in ([wanted] if wanted else []) + list(known.units) + list(known.all):
            try:
                now = diagnosis(c, org.id)
            except BadInput:
                continue  # a school has no guide: the next organisation has
            self.org_id = org.id
            return now
        return None

    def turn_to(self, org: str) -> None:
        """To another organisation, at the first indicator that is open there."""
        self.org_id, self.at = org, ""

    def beside(self, by: int) -> str:
        """So many places on (or back, where negative); empty: there is none."""
        places = self._places(self.now) if self.now else []
        place = places.index(self.at) + by if self.at in places else -1
        return places[place] if 0 <= place < len(places) else ""

    def next_open(self) -> str:
        """The next indicator without a verdict; empty: every one has its verdict."""
        return self.now.next_open(self.indicator) if self.now else ""

    @staticmethod
    def _places(now: Diagnosis) -> list[str]:
        return [*(item.id for item in now.items), OUTSIDE]
