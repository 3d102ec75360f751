"""One line of what was found: 正常 or 注意, and the remedy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Diagnostic:
    name: str
    words: str
    remedy: str = ""
    """Empty: all is well."""
    hinders: bool = False
    """Screens would be unreadable, or nothing could be saved."""

    @property
    def line(self) -> str:
        end = "" if self.words.endswith(("。", "！", "？")) else "。"
        if not self.remedy:
            return f"正常  {self.name}：{self.words}{end}"
        return f"注意  {self.name}：{self.words}{end}{self.remedy}"
