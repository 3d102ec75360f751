"""What reading a file comes to."""

from __future__ import annotations

from dataclasses import dataclass

from store.campaign.imports import Proposal


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows a file proposes, in its order; nothing has been written."""

    proposals: tuple[Proposal, ...]
    head: Proposal | None = None
    """What stands above the table: 填报单位, 截止时间."""
    notes: tuple[str, ...] = ()
    """What was passed over or taken for something, about the file as a whole."""
    columns: tuple[str, ...] = ()
    """Of what was pasted: what its columns were taken for."""
    headless: bool = False
    """There was no heading to say so."""
