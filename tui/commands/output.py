"""Data to standard output, as an aligned table, JSON or CSV, with nothing in it that a terminal obeys."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from tui.commands.cells import cells, pad, shorten

Row = Mapping[str, Any]
Columns = Mapping[str, str]
"""Key to heading, in order."""

GAP = "  "
CELL_LIMIT = 40
"""Cells that a column may take in a table: the full text is in JSON and CSV."""
LEAST = 16
"""Cells that a column keeps as long as another one can be left out instead."""


def put(
    layout: str,
    columns: Columns,
    rows: Sequence[Row],
    firm: Collection[str] = (),
    optional: Sequence[str] = (),
    without: Sequence[Row] = (),
) -> None:
    """Rows by key; a table and CSV have the columns' headings, JSON has every key of a row, and after the
    rows what they are ``without``.

    Where a terminal is too narrow for a table, ``firm`` columns keep their width and ``optional`` ones are
    left out, the last first.
    """
    if layout == "json":
        put_json([*rows, *without])
    elif layout == "csv":
        _put_csv(columns, rows)
    elif rows:
        _put_table(columns, rows, firm, optional)


def emit(content: bytes) -> None:
    """Everything to standard output. Raises NotWritten, BrokenPipeError."""
    from forms.errors import NotWritten
    from forms.os_errors import because

    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise NotWritten(f"标准输出写不了：{because(error)}。") from error


def put_json(value: Any) -> None:
    """Indented JSON in plain Chinese, neutralised."""
    import msgspec

    from forms.neutral import clean_data

    data = msgspec.json.format(msgspec.json.encode(clean_data(msgspec.to_builtins(value))), indent=2)
    emit(data + b"\n")


def _put_csv(columns: Columns, rows: Sequence[Row]) -> None:
    import csv
    import io

    from exports.guard import guard
    from forms.neutral import clean

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns.values())
    writer.writerows([guard(clean(_text(row.get(key)))) for key in columns] for row in rows)
    emit(text.getvalue().encode())


def _put_table(columns: Columns, rows: Sequence[Row], firm: Collection[str], optional: Sequence[str]) -> None:
    from forms.neutral import one_line

    texts = {
        key: [title, *(shorten(one_line(_text(row.get(key))), CELL_LIMIT) for row in rows)]
        for key, title in columns.items()
    }
    widths = {key: max(map(cells, column)) for key, column in texts.items()}
    if sys.stdout.isatty():
        widths = _fitted(widths, firm, optional)
    lines = zip(*(texts[key] for key in widths), strict=True)
    laid_out = (
        GAP.join(pad(shorten(text, width), width) for text, width in zip(line, widths.values(), strict=True))
        for line in lines
    )
    emit("".join(f"{line.rstrip()}\n" for line in laid_out).encode())


def _fitted(widths: dict[str, int], firm: Collection[str], optional: Sequence[str]) -> dict[str, int]:
    """The columns that are shown and their widths, so that a row fits on a line of the terminal."""
    import shutil

    room = shutil.get_terminal_size().columns
    left = list(optional)

    def needed(least: int) -> int:
        parts = [width if key in firm else min(width, least) for key, width in widths.items()]
        return sum(parts) + len(GAP) * (len(parts) - 1)

    while left and needed(LEAST) > room:
        widths = {key: width for key, width in widths.items() if key != left[-1]}
        left.pop()
    least = max((width for key, width in widths.items() if key not in firm), default=0)
    while least > 1 and needed(least) > room:
        least -= 1
    return {key: width if key in firm else min(width, least) for key, width in widths.items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "、".join(map(_text, value))
    return str(value)
