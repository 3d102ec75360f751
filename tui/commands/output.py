"""Data to standard output, as an aligned table, JSON or CSV, with nothing in it that a terminal obeys."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from tui.commands.cells import cells, pad, shorten
from tui.commands.shape import OneOf

Row = Mapping[str, Any]
Columns = Mapping[str, str]
"""Key to heading, in order."""

GAP = "  "
CELL_LIMIT = 40
"""Cells that a column may take in a table: the full text is in JSON and CSV."""
LEAST = 8


def format_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "--format",
        "layout",
        type=OneOf("table", "json", "csv"),
        default="table",
        metavar="格式",
        help="table（表格，默认）、json 或 csv；表格里过长的内容以 ... 结尾，另两种是全文。",
    )


def put(layout: str, columns: Columns, rows: Sequence[Row]) -> None:
    """Rows by key; a table and CSV have the columns' headings, JSON has every key of a row."""
    if layout == "json":
        put_json(rows)
    elif layout == "csv":
        _put_csv(columns, rows)
    elif rows:
        _put_table(columns, rows)


def put_json(value: Any) -> None:
    """Indented JSON in plain Chinese, neutralised."""
    import msgspec

    from forms.neutral import clean_data

    data = msgspec.json.format(msgspec.json.encode(clean_data(msgspec.to_builtins(value))), indent=2)
    print(data.decode())


def _put_csv(columns: Columns, rows: Sequence[Row]) -> None:
    import csv

    from exports.guard import guard
    from forms.neutral import clean

    writer = csv.writer(sys.stdout)
    writer.writerow(columns.values())
    writer.writerows([guard(clean(_text(row.get(key)))) for key in columns] for row in rows)


def _put_table(columns: Columns, rows: Sequence[Row]) -> None:
    from forms.neutral import one_line

    lines = [list(columns.values())]
    lines += [[shorten(one_line(_text(row.get(key))), CELL_LIMIT) for key in columns] for row in rows]
    widths = _fit([max(cells(line[place]) for line in lines) for place in range(len(columns))])
    for line in lines:
        parts = [pad(shorten(text, width), width) for text, width in zip(line, widths, strict=True)]
        print(GAP.join(parts).rstrip())


def _fit(widths: list[int]) -> list[int]:
    """On a terminal the widest columns give way until a row fits on a line."""
    if not sys.stdout.isatty():
        return widths
    import shutil

    room = shutil.get_terminal_size().columns - len(GAP) * (len(widths) - 1)
    widths = list(widths)
    while sum(widths) > room and max(widths) > LEAST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "、".join(map(_text, value))
    return str(value)
