"""Exporting a table starts neither python-docx nor Textual: that is what makes commands quick."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("docx", "lxml", "xlsxwriter", "textual", "rich", "multiprocessing", "hypothesis")


def test_csv_and_json_load_nothing_heavy() -> None:
    code = (
        "import sys, exports.batch, exports.renderers.registry, exports.readers.csv_reader;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
