"""What a person may choose about an export, by setting or by flag, beyond which annex and whose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
        cls,
        setting: Callable[[str], object],
        merge: bool = False,
        report: bool = False,
        raw: bool = False,
        encoding: str = "utf-8-sig",
        **flags: bool | None,
    ) -> Options:
        """A flag that is None leaves it to the setting of its name."""
        chosen = {
            name: bool(setting(name)) if flags.get(name) is None else bool(flags[name]) for name in BY_SETTING
        }
        return cls(merge=merge, report=report, raw=raw, encoding=encoding, **chosen)


OFFICIAL = Options()
