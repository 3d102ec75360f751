"""A text that somebody wrote in an editor: UTF-8, else GB18030, as spreadsheets' tables are read too."""

from __future__ import annotations

from contextlib import suppress

from forms.errors import BadInput
from forms.neutral import clean

_FOREIGN = {
    b"PK\x03\x04": "是 Word 或压缩文件",
    b"\xd0\xcf\x11\xe0": "是旧式 Word 文件",
    b"%PDF": "是 PDF 文件",
    b"\xff\xfe": "是 UTF-16 文本",
    b"\xfe\xff": "是 UTF-16 文本",
}
_REMEDY = "请另存为 UTF-8 的纯文本（.txt），或用 --attach 作为附件"


def read_text(data: bytes, name: str) -> str:
    """The text, neutralised. Raises BadInput naming the file."""
    what = next((what for start, what in _FOREIGN.items() if data.startswith(start)), "")
    if not what and b"\0" in data:
        what = "里有空字节"
    if what:
        raise BadInput(f"{name} {what}，不是纯文本；{_REMEDY}。")
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return clean(data.decode(encoding))
    raise BadInput(f"{name} 的编码既不是 UTF-8 也不是 GB18030；{_REMEDY}。")
