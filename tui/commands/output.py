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


def emit(content: bytes) -> None:
    """Everything to standard output. Raises NotWritten, BrokenPipeError."""
    from forms.errors import NotWritten
    from tui.commands.files import why

    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise NotWritten(f"标准输出写不了：{why(error)}。") from error


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


def _put_table(columns: Columns, rows: Sequence[Row]) -> None:
    from forms.neutral import one_line

    lines = [list(columns.values())]
    lines += [[shorten(one_line(_text(row.get(key))), CELL_LIMIT) for key in columns] for row in rows]
    widths = _fit([max(cells(line[place]) for line in lines) for place in range(len(columns))])
    rows_of_text = (
        GAP.join(pad(shorten(text, width), width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    emit("".join(f"{row}\n" for row in rows_of_text).encode())


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
