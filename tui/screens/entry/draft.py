"""What was typed into an entry form, as a draft keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from forms.neutral import clean, clean_data
from store.campaign.findings import Finding


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
