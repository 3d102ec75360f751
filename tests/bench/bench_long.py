"""Long tables: a ledger of 10,000 rows in Word, which must cost ten times one of 1,000 and not a hundred
times, and a quarter of what python-docx needs to add the rows; 100,000 records as CSV, beside csv alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from time import perf_counter

from exports.printed import PrintedForm, Row
from exports.renderers.csv import csv_bytes
from exports.table import Table
from exports.word import docx_bytes
from tests.bench.bench_word import COLUMNS, TEXTS, ledger
from tests.bench.figures import Figure, figure, in_turns

FEW, MANY = 1_000, 10_000
RECORDS = 100_000
ROUNDS = 3
LINEAR, PEER, CSV = 11.0, 1 / 4, 3.0


def measure() -> list[Figure]:
    """A minute, most of it python-docx's."""
    few, many = _form(FEW), _form(MANY)
    longer, shorter = in_turns(_timed(lambda: docx_bytes(many)), _timed(lambda: docx_bytes(few)), ROUNDS)
    ours, peer = in_turns(_timed(lambda: docx_bytes(many)), _timed(_added_rows), 1)
    table = _table()
    mine, alone = in_turns(_timed(lambda: csv_bytes(table)), _timed(lambda: _csv_alone(table)), ROUNDS)
    return [
        figure(f"ledger of {MANY:,} rows, beside {FEW:,}", longer, shorter, LINEAR),
        figure(f"ledger of {MANY:,} rows, add_row().cells", ours, peer, PEER),
        figure(f"{RECORDS:,} records to CSV, csv.writer", mine, alone, CSV),
    ]


def _timed(work: Callable[[], object]) -> Callable[[], float]:
    def run() -> float:
        start = perf_counter()
        work()
        return perf_counter() - start

    return run


def _form(rows: int) -> PrintedForm:
    return ledger(tuple(Row((str(number), *TEXTS)) for number in range(1, rows + 1)))


def _added_rows() -> None:
    """The same rows through the library, asking each row for its cells once."""
    import docx

    document = docx.Document()
    table = document.add_table(rows=1, cols=len(COLUMNS))
    for number in range(1, MANY + 1):
        for cell, text in zip(table.add_row().cells, (str(number), *TEXTS), strict=True):
            cell.text = text
    document.save(io.BytesIO())


def _table() -> Table:
    header = tuple(column.title for column in COLUMNS)
    return Table(header, tuple((str(number), *TEXTS) for number in range(RECORDS)), ())


def _csv_alone(table: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.header)
    writer.writerows(table.rows)
    return text.getvalue().encode("utf-8-sig")
