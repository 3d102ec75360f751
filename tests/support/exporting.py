"""Exports as tests ask for them: by names of annexes and ids of organisations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from exports.batch import Outcome, Progress, export, packed
from exports.jobs import Jobs, checked_annex
from exports.options import Options, Request
from exports.printed import Problem
from exports.record_rows import form_owner
from forms.pack import Annex
from store.campaign.campaign import Campaign


def asked(
    c: Campaign, annex: Annex | str, org_id: str = "", only: bool = False, options: Options | None = None
) -> Request:
    """One annex of an organisation; of the whole school without one."""
    owner = form_owner(c, org_id)
    return Request(c, (checked_annex(c, annex),), owner, only, options or Options())


def export_all(
    c: Campaign,
    annexes: Sequence[Annex | str] = (),
    orgs: Sequence[str] = (),
    out: Path = Path(),
    progress: Progress | None = None,
    **more: Any,
) -> Outcome:
    """Into a folder."""
    return export(Jobs(c, annexes, orgs, **more), out, progress)


def export_bytes(
    c: Campaign, annexes: Sequence[Annex | str] = (), orgs: Sequence[str] = (), **more: Any
) -> tuple[bytes, tuple[Problem, ...]]:
    """As for standard output."""
    return packed(Jobs(c, annexes, orgs, **more))
