"""A .docx or .xlsx as what it is, a zip of XML: opened only when it looks like an office program's work.

Nothing is believed that an archive says about itself: members are counted before it is opened, and never more
is unpacked than ``BYTES``.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import Literal

from exports.readers.safe_xml import tree
from forms.errors import BadInput
from forms.neutral import one_line

MEMBERS = 2_000
BYTES = 50_000_000
"""Unpacked, all members together: some 50,000 rows."""
RATIO = 200
RATIO_FROM = 1_000_000
"""Bytes from which on a member is asked how much it was packed: small ones may repeat themselves."""

Kind = Literal["docx", "xlsx"]

_ENTRY = b"PK\x01\x02"
"""Each member's line in the archive's directory begins so."""
_TYPES = "[Content_Types].xml"
_MAIN = {
    "wordprocessingml.document.main": "docx",
    "wordprocessingml.template.main": "docx",
    "spreadsheetml.sheet.main": "xlsx",
    "spreadsheetml.template.main": "xlsx",
}
_STRANGE = "文件的内部结构不像 Word 或 Excel 存的"
_AGAIN = "请在 Word、Excel 或 WPS 里打开它，另存为 .docx 或 .xlsx 再导入"


class Archive:
    """The parts of a document by their names. Raises BadInput for whatever no office program writes."""

    def __init__(self, data: bytes) -> None:
        if data.count(_ENTRY) > MEMBERS:
            raise BadInput(f"{_STRANGE}：里面有{MEMBERS}个以上的部件；{_AGAIN}。")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise BadInput("文件不完整或已损坏，可能没有传完；请重新传一次再导入。") from error
        self._names: dict[str, zipfile.ZipInfo] = {}
        self._declared = 0
        for info in self._zip.infolist():
            self._admit(info)
        self._left = BYTES
        self.kind, self.main = self._main_part()

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises BadInput when there is none, or it is more than it said or may be."""
        info = self._names.get(name.casefold())
        if info is None:
            raise BadInput(f"{_STRANGE}：缺少 {_shown(name)}；{_AGAIN}。")
        try:
            with self._zip.open(info) as part:
                content = part.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise BadInput("文件不完整或已损坏，可能没有传完；请重新传一次再导入。") from error
        self._left -= len(content)
        if self._left < 0:
            raise _too_big()
        return content

    def related(self, part: str, kind: str) -> dict[str, str]:
        """Relations of a part whose type ends in ``kind``: id to the name of the part they lead to."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return {}
        found = {}
        for one in tree(self.read(rels)):
            if one.get("TargetMode") != "External" and (one.get("Type") or "").rpartition("/")[2] == kind:
                target = one.get("Target") or ""
                place = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                found[one.get("Id") or ""] = posixpath.normpath(place)
        return found

    def _admit(self, info: zipfile.ZipInfo) -> None:
        name = info.orig_filename
        if name != info.filename or re.search(r"[\\\0]|^/|^[A-Za-z]:", name) or ".." in name.split("/"):
            raise BadInput(f"{_STRANGE}：部件名“{_shown(name)}”指向文件之外；请不要导入来历不明的文件。")
        if name.casefold() in self._names:
            raise BadInput(f"{_STRANGE}：部件“{_shown(name)}”有两个；{_AGAIN}。")
        if info.flag_bits & 0x1:
            raise BadInput("文件加了密码，读不了；请去掉密码再导入。")
        # Others unpack whatever they find at one go.
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadInput(f"{_STRANGE}：用了少见的压缩方法；{_AGAIN}。")
        if info.file_size > RATIO_FROM and info.file_size > RATIO * max(info.compress_size, 1):
            raise BadInput(f"{_STRANGE}：部件“{_shown(name)}”压缩了{RATIO}倍以上；请不要导入来历不明的文件。")
        self._names[name.casefold()] = info
        self._declared += info.file_size
        if self._declared > BYTES:
            raise _too_big()

    def _main_part(self) -> tuple[Kind, str]:
        if _TYPES not in self:
            raise BadInput("这是压缩包，不是 Word 或 Excel 文件；请先解压，再导入里面的文件。")
        types = self.read(_TYPES)
        if b"macroEnabled" in types or any(name.endswith("vbaproject.bin") for name in self._names):
            raise BadInput("文件里带有宏（.docm、.xlsm），为安全起见不读；请另存为不带宏的 .docx 或 .xlsx。")
        by_part = {
            (one.get("PartName") or "").lstrip("/").casefold(): one.get("ContentType") or ""
            for one in tree(types)
        }
        for part in self.related("", "officeDocument").values():
            for kind, name in _MAIN.items():
                if kind in by_part.get(part.casefold(), "") and part in self:
                    return ("docx" if name == "docx" else "xlsx"), part
        raise BadInput(f"这不是 Word 文档，也不是 Excel 工作簿；{_AGAIN}。")


def _too_big() -> BadInput:
    return BadInput(f"文件解开后超过{BYTES // 1_000_000} MB，不像填报的表；请只留要导入的表，另存后再导入。")


def _shown(name: str) -> str:
    return one_line(name)[:60]
