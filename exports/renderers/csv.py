"""CSV in UTF-8 with a byte-order mark and CRLF, which Excel and WPS open as it is.

``raw`` writes every text as it is, without the formula guard, and adds ``id`` and ``rev``: for programs, and
for taking rows in again.
"""

from __future__ import annotations

import csv
import io

from exports.guard import SIGNS, guard
from exports.options import OFFICIAL, Options
from exports.renderers.renderer import Renderer
from exports.table import RAW_COLUMNS, Table, table
from forms.neutral import clean, one_line


def csv_bytes(found: Table, options: Options = OFFICIAL) -> bytes:
    """The table as a file: the same table gives the same bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    if options.raw:
        writer.writerow((*found.header, *RAW_COLUMNS))
        writer.writerows(
            [clean(cell) for cell in (*row, *ids)] for row, ids in zip(found.rows, found.ids, strict=True)
        )
    else:
        writer.writerow([guard(one_line(title)) for title in found.header])
        writer.writerows(
            # Nearly every cell is plain; only the others are looked at closely.
            [cell if cell.isprintable() and cell[:1] not in SIGNS else guard(clean(cell)) for cell in row]
            for row in found.rows
        )
    return text.getvalue().encode(options.encoding)


CSV = Renderer("csv", "CSV", table, csv_bytes, about="表格", options=frozenset({"merge", "raw", "encoding"}))
