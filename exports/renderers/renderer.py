"""What a file format is: which query it takes, and what it makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from exports.options import OFFICIAL, Options
from exports.printed import Problem
from forms.organisation import Organisation
from forms.pack import Annex
from store.campaign.campaign import Campaign


@dataclass(frozen=True, slots=True)
class Request:
    """What one file is to hold: annexes of an organisation, of the whole school for one without an id."""

    campaign: Campaign
    annexes: tuple[Annex, ...]
    """One, but for a renderer that puts several into a file."""
    org: Organisation
    only: bool = False
    """Without the organisations below it."""
    options: Options = OFFICIAL


class Document(Protocol):
    """What a query brings. It is plain and frozen, and may travel to another process to be rendered."""

    @property
    def name(self) -> str:
        """What the file is called after the organisation; empty: like its annex."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is not in it."""


D = TypeVar("D", bound=Document)
Rendered = TypeVar("Rendered", bound=Document, contravariant=True)


class Render(Protocol[Rendered]):
    """Turns a document into a file: the same document gives the same bytes."""

    def __call__(self, document: Rendered, /, options: Options = OFFICIAL) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Renderer(Generic[D]):
    """A file format."""

    format: str
    """Its name on the command line, and the ending of its files."""
    label: str
    """What people call it."""
    query: Callable[[Request], D]
    """Reads the campaign: the only step that does. Raises BadInput, StoreError."""
    render: Render[D]
    """Knows nothing but what the query brought."""
    about: str = ""
    """What stands beside its name in the help text."""
    together: bool = False
    """All annexes of an organisation go into one file."""
    options: frozenset[str] = frozenset()
    """Of ``merge``, ``report``, ``raw`` and ``encoding``, those that it heeds."""
