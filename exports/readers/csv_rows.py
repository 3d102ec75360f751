"""CSV bytes as rows of text, whichever program saved them, or one sentence about what is wrong with them."""

from __future__ import annotations

import csv
import io

from forms.errors import BadInput

_LONGEST_CELL = 10_000_000
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
    csv.field_size_limit(_LONGEST_CELL)
    # Strict: an open quotation mark would otherwise swallow the rest of the file without a word.
    reader = csv.reader(io.StringIO(_text(data), newline=""), strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise BadInput(
            f"第{len(rows) + 1}行（文件第{reader.line_num}行）的引号不成对，"
            "读不出各格的内容；请检查这一行的引号。"
        ) from error
    return rows


def _text(data: bytes) -> str:
    for start, what in _FOREIGN.items():
        if data.startswith(start):
            raise BadInput(f"{what}，不是 CSV；{_SAVE_AS}。")
    place = data.find(b"\0")
    if place >= 0:
        line = data.count(b"\n", 0, place) + 1
        raise BadInput(f"文件第{line}行有空字节，不是 CSV 文本；{_SAVE_AS}。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(b"\xef\xbb\xbf"):
            line = data.count(b"\n", 0, error.start) + 1
            raise BadInput(f"文件第{line}行有 UTF-8 读不出的字节，可能没有传完整；{_SAVE_AS}。") from error
        text = _gb18030(data)
    if not text.strip():
        raise BadInput("文件是空的，没有表头也没有记录。")
    return text


def _gb18030(data: bytes) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(f"文件第{line}行的编码既不是 UTF-8 也不是 GB18030；{_SAVE_AS}。") from error
