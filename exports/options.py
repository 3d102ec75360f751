"""What one file is to hold, and what a person may choose about it, by setting or by flag."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from forms.organisation import Organisation
from forms.pack import Annex
from store.campaign.campaign import Campaign

BY_SETTING = ("references", "signatures", "gather", "incomplete")
"""Options that are settings too, under the same names."""


@dataclass(frozen=True, slots=True)
class Options:
    """The defaults are the official form."""

    references: bool = False
    """Findings name their indicators （对照4-2）; the version handed in does not."""
    signatures: bool = False
    """Lines for seal and signature beneath the table."""
    gather: bool = False
    """合并同类: what many branches did on one day becomes one row (annex 2)."""
    incomplete: bool = True
    """Records kept as 未完成 are printed; otherwise they are named."""
    merge: bool = False
    """One document for the whole school, grouped by second-level organisation; of annex 3 the summary."""
    report: bool = False
    """Of annex 3 the report in words and counts, instead of the table."""
    summary: bool = False
    """Of annex 3 the summary over an organisation and those below it, as the whole school has one."""
    raw: bool = False
    """Of CSV: texts as they are, with id and revision, for programs."""
    encoding: str = "utf-8-sig"
    """Of CSV: with the mark that Excel needs, or gb18030 for programs that know nothing else."""

    @classmethod
    def of(
        cls, setting: Callable[[str], object], flags: Mapping[str, bool | None] | None = None, **others: Any
    ) -> Options:
        """A flag that is None, or not there, leaves it to the setting of its name."""
        said = {name: flag for name, flag in (flags or {}).items() if flag is not None}
        chosen: dict[str, Any] = {name: bool(said.get(name, setting(name))) for name in BY_SETTING}
        return cls(**chosen, **others)


OFFICIAL = Options()


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

    @property
    def annex(self) -> Annex:
        """The one that there is."""
        return self.annexes[0]

    @property
    def whole(self) -> bool:
        """It is about the whole school."""
        return self.org.level == "school" and not self.only
