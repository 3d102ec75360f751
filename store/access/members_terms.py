"""The words that all who deal with ``members.toml`` share: its name, the roles, what may name an account."""

from __future__ import annotations

import re
from typing import Literal

from forms.errors import BadInput

MEMBERS = "members.toml"

Role = Literal["office", "unit", "branch", "reader"]

EVERYTHING = "*"
"""In a reader's organisations: all there are."""

ACCOUNT = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}")
"""What may name an account or a group: nothing that a command line or a sentence could take for more."""


def faulty(sentence: str) -> BadInput:
    """What is wrong with the file's text; while it is, nobody gets in."""
    return BadInput(f"{MEMBERS}{sentence}")
