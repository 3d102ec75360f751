"""The file formats that there are: a line each, in the order in which they are offered. Jobs, the keys for
Word and tables and ``taizhang export`` know no other list."""
# ruff: noqa: F401, I001

from __future__ import annotations

from exports.renderers.renderer import Renderer
from forms.errors import WrongUsage
from forms.neutral import one_line

from exports.renderers.docx import DOCX
from exports.renderers.xlsx import XLSX
from exports.renderers.csv import CSV
from exports.renderers.json import JSON

RENDERERS: dict[str, Renderer] = {
    one.format: one for one in tuple(globals().values()) if isinstance(one, Renderer)
}
"""Every renderer imported here, by its format."""

ON_PAPER, IN_A_TABLE = DOCX, CSV
"""What the keys for Word and for a table write."""


def renderer(format: str) -> Renderer:
    """The renderer of this format. Raises WrongUsage naming those there are."""
    found = RENDERERS.get(format)
    if found is None:
        raise WrongUsage(f"不能导出为“{one_line(format)}”；可用：{'、'.join(RENDERERS)}。")
    return found


def heeding(option: str) -> list[Renderer]:
    """Those that heed ``merge``, ``report``, ``raw`` or ``encoding``."""
    return [one for one in RENDERERS.values() if option in one.options]


def described() -> str:
    """All of them in words: docx（Word）、csv（表格）或 json。"""
    *others, last = [
        f"{one.format}（{one.about}）" if one.about else one.format for one in RENDERERS.values()
    ]
    return f"{'、'.join(others)}或 {last}。"
