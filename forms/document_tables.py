"""The tables that documents lie in beside those of a pack's annexes. A record lies in the table of its annex,
so no annex may be called like one of these."""

from __future__ import annotations

FINDING = "finding"
HEAD = "head"
MATERIAL = "material"
ORGANISATION = "organisation"

TABLES = (FINDING, HEAD, MATERIAL, ORGANISATION)
