"""What a file format is: which query it takes, and what it makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exports.options import Request
from exports.printed import Document


@dataclass(frozen=True, slots=True)
class Renderer:
    """A file format."""

    format: str
    """Its name on the command line, and the ending of its files."""
    label: str
    """What people call it."""
    query: Callable[[Request], Document]
    """Reads the campaign: the only step that does. Raises BadInput, StoreError."""
    render: Callable[..., bytes]
    """Turns what the query brought into a file, as ``options`` say, and knows nothing else: the same document
    gives the same bytes."""
    about: str = ""
    """What stands beside its name in the help text."""
    together: bool = False
    """All annexes of an organisation go into one file."""
    options: frozenset[str] = frozenset()
    """Of ``merge``, ``report``, ``raw`` and ``encoding``, those that it heeds."""
