"""Pictures of screens, the very files that the READMEs show. ``pytest --snapshot-update`` draws them anew.

assert await picture(app, "80x24", "1", "down") == screens(name="schedule-80x24")
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from textual.pilot import Pilot

from tests.support.idle import drawn
from tui.app import TaizhangApp

FOLDER = Path(__file__).parents[1] / "snapshots"
SIZES = ("80x24", "120x40")
FONTS = "'Sarasa Mono SC', 'Noto Sans Mono CJK SC', 'Fira Code', monospace"
"""Faces in which a Chinese character is as wide as two letters, where a reader has them."""


class Pictures(SingleFileSnapshotExtension):
    """One SVG a name, all in one folder."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(FOLDER)

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: int | str = 0) -> str:
        assert isinstance(index, str), "a picture needs a name"
        return index


def settled_svg(app: TaizhangApp) -> str:
    """The screen as SVG: the same for the same screen, and fetching nothing from anywhere."""
    svg = app.export_screenshot(title="台账")
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    svg = re.sub(r"font-family: Fira Code, monospace", f"font-family: {FONTS}", svg)
    svg = _TEXT.sub(_in_cells, svg)
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


_TEXT = re.compile(
    r'<text class="(?P<style>[^"]*)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="[\d.]+" '
    r'clip-path="(?P<clip>[^"]*)">(?P<text>[^<]*)</text>'
)
CELL = 12.2
"""Width of a terminal cell in these drawings."""


def _in_cells(match: re.Match[str]) -> str:
    """Each run of wide or of narrow characters where its first cell is, and as long as its cells: the drawing
    was measured in characters, and a Chinese one takes two cells."""
    text = html.unescape(match["text"]).replace("\xa0", " ")
    parts: list[str] = []
    at = 0
    for run in re.findall(r" +|[ -~]+?(?=  |$|[^ -~])|[^ -~]+", text):
        cells = cell_len(run)
        if run.strip():
            x, length = round(float(match["x"]) + at * CELL, 1), round(cells * CELL, 1)
            said = html.escape(run).replace(" ", "&#160;")
            parts.append(
                f'<text class="{match["style"]}" x="{x:g}" y="{match["y"]}" textLength="{length:g}" '
                f'clip-path="{match["clip"]}">{said}</text>'
            )
        at += cells
    return "".join(parts)


async def picture(
    app: TaizhangApp,
    size: str,
    *keys: str,
    before: Callable[[Pilot[Any]], Any] | None = None,
) -> str:
    """Run ``app`` at ``size`` (80x24), press ``keys``, and draw what is there. ``before`` is awaited with the
    pilot before the keys."""
    width, height = map(int, size.split("x"))
    async with app.run_test(size=(width, height)) as pilot:
        await pilot.pause()
        if before is not None:
            await before(pilot)
        for key in keys:
            await pilot.press(key)
            await drawn(pilot)
        await drawn(pilot)
        return settled_svg(app)


def screen_text(app: TaizhangApp) -> str:
    """What stands on the screen, a line each."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def shown(pilot: Pilot[Any]) -> str:
    """What stands on the screen under one's hands."""
    assert isinstance(pilot.app, TaizhangApp)
    return screen_text(pilot.app)


@pytest.fixture
def screens(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compares with the picture of a name."""
    return snapshot.use_extension(Pictures)
