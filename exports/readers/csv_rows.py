"""CSV bytes as rows of text, whichever program saved them, or one sentence about what is wrong with them."""

from __future__ import annotations

import csv
import io

from exports.readers.grid import Room
from forms.errors import BadInput

_LONGEST_CELL = 10_000_000
_COMMAS = 5_000_000
_BLANKS = 1_048_576
"""As many rows as a sheet has."""
_FOREIGN = {
    b"PK\x03\x04": "这是 Excel 或 Word 文件",
    b"\xd0\xcf\x11\xe0": "这是旧版 Excel 或 Word 文件",
    b"%PDF": "这是 PDF 文件",
    b"\xff\xfe": "文件是 UTF-16 编码",
    b"\xfe\xff": "文件是 UTF-16 编码",
}
_SAVE_AS = "请在 Excel 或 WPS 里另存为“CSV UTF-8（逗号分隔）”再导入"


def read_rows(data: bytes) -> list[list[str]]:
    """All rows, blank ones too, so that places count as a spreadsheet shows them. Raises BadInput.

    UTF-8 with or without a byte-order mark, else GB18030, which Excel on Chinese Windows writes.
    """
    if data.count(b",") > _COMMAS:  # a single row of them would be more than there is memory for
        raise BadInput("表格的格太多，不像填报的表；请只留要导入的行和列，另存后再导入。")
    csv.field_size_limit(_LONGEST_CELL)
    # A piece at a time: the whole file as text takes several times its bytes.
    text = io.TextIOWrapper(io.BytesIO(data), _encoding(data), newline="")
    # Strict: an open quotation mark would otherwise swallow the rest of the file without a word.
    reader = csv.reader(text, strict=True)
    rows: list[list[str]] = []
    room, blanks = Room(), 0
    try:
        for row in reader:
            if any(row) and not all(map(str.isspace, row)):
                room.take(row)
            else:
                row, blanks = [], blanks + 1
                if blanks > _BLANKS:
                    raise BadInput("文件里的空行太多，不像填报的表；请只留要导入的行，另存后再导入。")
            rows.append(row)
    except csv.Error as error:
        if "field larger" in str(error):
            raise BadInput(f"第{len(rows) + 1}行有一格太长，不像填报的表；请检查这一行的引号。") from error
        raise BadInput(
            f"第{len(rows) + 1}行（文件第{reader.line_num}行）的引号不成对，"
            "读不出各格的内容；请检查这一行的引号。"
        ) from error
    return rows


def _encoding(data: bytes) -> str:
    """The encoding that all of the file is in. Raises BadInput."""
    for start, what in _FOREIGN.items():
        if data.startswith(start):
            raise BadInput(f"{what}，不是 CSV；{_SAVE_AS}。")
    place = data.find(b"\0")
    if place >= 0:
        line = data.count(b"\n", 0, place) + 1
        raise BadInput(f"文件第{line}行有空字节，不是 CSV 文本；{_SAVE_AS}。")
    try:
        text = data.decode("utf-8-sig")
        found = "utf-8-sig"
    except UnicodeDecodeError as error:
        if data.startswith(b"\xef\xbb\xbf"):
            line = data.count(b"\n", 0, error.start) + 1
            raise BadInput(f"文件第{line}行有 UTF-8 读不出的字节，可能没有传完整；{_SAVE_AS}。") from error
        text, found = _gb18030(data), "gb18030"
    if not text.strip():
        raise BadInput("文件是空的，没有表头也没有记录；请换一个文件，或先导出一份照着填。")
    return found


def _gb18030(data: bytes) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(f"文件第{line}行的编码既不是 UTF-8 也不是 GB18030；{_SAVE_AS}。") from error
