"""What was typed into an entry form, as a draft keeps it: on leaving a field, or two seconds after typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from forms.neutral import clean, clean_data
from store.campaign.findings import Finding

if TYPE_CHECKING:
    from store.drafts import Draft, DraftBox, Offer

DRAFT_DELAY = 1.5
"""Seconds from the first key typed to the draft on disk."""


@dataclass(frozen=True)
class Typed:
    """Everything an entry form holds: texts by field id, findings as read and as they stand now."""

    texts: dict[str, str]
    before: tuple[Finding, ...] = ()
    after: tuple[Finding, ...] = ()
    pending: str = ""
    """A finding that is being typed."""
    new: bool = False

    def as_values(self) -> dict[str, Any]:
        """JSON values, for a draft."""
        return {
            "texts": self.texts,
            "before": [asdict(finding) for finding in self.before],
            "after": [asdict(finding) for finding in self.after],
            "pending": self.pending,
            "new": self.new,
        }

    @classmethod
    def of(cls, values: dict[str, Any]) -> Typed:
        """From a draft, whatever is in it: what is not of the right kind is left out."""
        return cls(
            _texts(values.get("texts")),
            _findings(values.get("before")),
            _findings(values.get("after")),
            clean(str(values.get("pending") or "")),
            values.get("new") is True,
        )


@dataclass(frozen=True)
class Resumed:
    """A draft of an earlier session that is gone on with."""

    typed: Typed
    base: int
    """Revision it was typed on."""
    draft: Draft

    @classmethod
    def take(cls, offer: Offer) -> Resumed:
        """Raises StoreError when another session was quicker."""
        base = offer.place.get("base")
        return cls(Typed.of(offer.values), base if isinstance(base, int) else 0, offer.take())


class DraftKeeper:
    """Begins a draft when there is something to keep, and goes on with an earlier one that was taken up."""

    def __init__(self, box: DraftBox, draft: Draft | None = None) -> None:
        self._box, self._draft = box, draft
        self._kept: Typed | None = None
        self._over = False
        """The screen is being left: a timer or a message that comes late begins no draft anew."""

    def keep(self, typed: Typed, place: dict[str, Any]) -> None:
        """Write it, unless the same is kept already. Raises StoreError."""
        if self._over or typed == self._kept:
            return
        if self._draft is None:
            self._draft = self._box.begin(place)
        self._draft.place = dict(place)
        self._draft.write(typed.as_values())
        self._kept = typed

    def discard(self) -> None:
        """Saved, or given up by the person."""
        if self._draft is not None:
            self._draft.discard()
        self._draft = self._kept = None

    def leave(self) -> None:
        """The draft, if there is one, stays for the next time; nothing more is kept."""
        self._over = True
        if self._draft is not None:
            self._draft.close()
        self._draft = self._kept = None


def _texts(values: object) -> dict[str, str]:
    if not isinstance(values, dict):
        return {}
    return {clean(str(name)): clean(str(text)) for name, text in values.items()}


def _findings(values: object) -> tuple[Finding, ...]:
    names = {field.name: field.type for field in fields(Finding)}
    found: list[Finding] = []
    for value in values if isinstance(values, Sequence) and not isinstance(values, str) else ():
        if not isinstance(value, dict) or not set(value) <= set(names):
            continue
        kept = clean_data(value)
        if all(isinstance(kept.get(name, ""), str) for name in ("id", "org", "text", "indicator", "wording")):
            found.append(
                Finding(
                    id=kept.get("id", ""),
                    rev=kept["rev"] if isinstance(kept.get("rev"), int) else 0,
                    org=kept.get("org", ""),
                    text=kept.get("text", ""),
                    indicator=kept.get("indicator", ""),
                    wording=kept.get("wording", ""),
                    order=kept["order"] if isinstance(kept.get("order"), int) else 0,
                    listed=kept.get("listed") is not False,
                )
            )
    return tuple(found)
