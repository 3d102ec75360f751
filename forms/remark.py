"""What is said of an answer, beside the field it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Remark:
    """A sentence about one field, to be shown beside its label.

    ``error``: not taken; ``missing``: must be entered, or the record is kept as 未完成; ``soft``: taken as it
    is once a reason is given.
    """

    field: str
    text: str
    kind: Literal["error", "missing", "soft"]
