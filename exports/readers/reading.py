"""What reading a file comes to."""

from __future__ import annotations

from dataclasses import dataclass

from forms.errors import BadInput
from store.campaign.imports import Proposal

TOLD = 3
"""Rows that are named in a refusal."""


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


def only_sound(proposals: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """The same, for whoever takes all or nothing. Raises BadInput for rows that cannot be read or placed."""
    refused = [f"{one.where}：{one.why}" for one in proposals if one.faults]
    if refused:
        more = f"（共{len(refused)}行有问题）" if len(refused) > TOLD else ""
        raise BadInput(" ".join(refused[:TOLD]) + more)
    return proposals
