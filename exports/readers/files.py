"""A file of whichever format, read by what is in it."""

from __future__ import annotations

from exports.readers.csv_reader import csv_reading
from exports.readers.grid import Reading
from forms.errors import BadInput
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign

SUFFIXES = (".docx", ".xlsx", ".csv")
"""What a file to be read is called; for finding files, not for judging them."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SAVE_AS = "请在 Word、Excel 或 WPS 里打开，另存为 .docx、.xlsx 或 CSV 再导入"
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "这是旧版的 Word 或 Excel 文件（.doc、.xls、.wps），或者加了密码",
    b"%PDF": "这是 PDF 文件，不能读成表格",
    b"{\\rtf": "这是 RTF 文件",
    b"Rar!": "这是压缩包，请先解压；里面的文件若不是这几种",
    b"7z\xbc\xaf": "这是压缩包，请先解压；里面的文件若不是这几种",
    b"\x89PNG": "这是图片，不能读成表格；有原来的表格时",
    b"\xff\xd8\xff": "这是图片，不能读成表格；有原来的表格时",
}


def read_file(data: bytes, name: str, annex: RecordsAnnex, c: Campaign, org_id: str = "") -> Reading:
    """What a .docx, .xlsx or .csv proposes. ``name`` is the file's, for sentences; its content decides.

    ``org_id`` is whose rows they are where the file does not say; where it does, only that organisation and
    those below it may be named. Raises BadInput.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise BadInput("文件是空的，没有表头也没有记录；请换一个文件，或先导出一份照着填。")
    for beginning, what in _OTHERS.items():
        if data.startswith(beginning):
            raise BadInput(f"{what}；{_SAVE_AS}。")
    if data.startswith(_ZIP):
        return _office(data, annex, c, org_id)
    suffix = next((suffix for suffix in (".docx", ".xlsx") if name.lower().endswith(suffix)), "")
    if suffix:
        raise BadInput(
            f"文件名以 {suffix} 结尾，内容却不是 {'Word' if suffix == '.docx' else 'Excel'} 文件"
            f"（可能是改了名字的文本，或没有传完）；{_SAVE_AS}。"
        )
    return csv_reading(data, annex, c, org_id)


def _office(data: bytes, annex: RecordsAnnex, c: Campaign, org_id: str) -> Reading:
    from exports.readers.archive import Archive
    from exports.readers.proposing import propose

    archive = Archive(data)
    if archive.kind == "docx":
        from exports.readers.word_grids import word_grids

        return propose(word_grids(archive), annex, c, org_id)
    from exports.readers.sheet_grids import sheet_grids

    return propose(sheet_grids(archive), annex, c, org_id)
