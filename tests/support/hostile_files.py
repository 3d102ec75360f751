"""Files that nobody means well with, each with what is said of it. ``python -m`` reads those of a folder and
tells what was said, how long it took and how much memory."""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import NoReturn

# All that reading needs, so that the processes forked from this one import nothing.
from exports.readers import files, proposing, sheet_grids, word_grids  # noqa: F401
from forms.clock import SystemClock
from forms.errors import BadInput
from forms.pack import RecordsAnnex
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.records import records_annex
from tests.support.made_files import LEDGER, RELS, TYPES, p, packed, sheet_members, tbl, tr, word_members

ROW = tr("1", "计算机学院党委", "甲", "乙", "丙", "")
FORM = tbl(tr(*LEDGER), ROW)
DOCUMENT = "word/document.xml"


def members(body: str = FORM) -> dict[str, str | bytes]:
    return word_members(body)


def with_document(document: str | bytes) -> bytes:
    return packed({**members(), DOCUMENT: document})


def stretched(size: int) -> bytes:
    """A member of so many zeros, written a piece at a time."""
    file = io.BytesIO(packed(members()))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/x.xml", "w") as part:
        for _ in range(size // 1_000_000):
            part.write(bytes(1_000_000))
    return file.getvalue()


def lying() -> bytes:
    """A member of 300 MB that says it has 1,000 bytes, in both places."""
    text = FORM + "<!--" + "x" * 40_000_000 + "-->"
    data = bytearray(with_document(f"<a>{text}</a>"))
    for sign, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(DOCUMENT.encode(), 0 if sign == b"PK\x03\x04" else data.index(b"PK\x01\x02"))
        start = data.rindex(sign, 0, at)
        data[start + place : start + place + 4] = struct.pack("<I", 1000)
    return bytes(data)


def laughs() -> str:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10)
    )
    return f"<!DOCTYPE d [{entities}]><d>&a9;</d>"


def many_rows(count: int) -> str:
    rows = "".join(
        f"<w:tr><w:tc><w:p><w:r><w:t>{number}</w:t></w:r></w:p></w:tc>"
        f"<w:tc><w:p><w:r><w:t>第{number}党支部</w:t></w:r></w:p></w:tc>"
        f"<w:tc><w:p><w:r><w:t>{number * 7919}</w:t></w:r></w:p></w:tc></w:tr>"
        for number in range(count)
    )
    return tbl(tr(*LEDGER), rows)


def many_cells(count: int) -> str:
    row = "<w:tr>" + "<w:tc/>" * 190 + "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    return tbl(*(row.format(number) for number in range(count)))


def sheet_rows(count: int) -> bytes:
    rows = "".join(
        f"<row><c><v>{number}</v></c><c><v>{number * 7919}</v></c></row>" for number in range(count)
    )
    return packed(sheet_members(f"<sheetData>{rows}</sheetData>"))


def overlapping() -> bytes:
    """A thousand members that are all the same bytes of the file."""
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", members()["[Content_Types].xml"])
        archive.writestr("a", "x" * 900_000)
        info = archive.getinfo("a")
        for number in range(1000):
            twin = zipfile.ZipInfo(f"b{number}")
            for name in ("header_offset", "file_size", "compress_size", "CRC", "compress_type"):
                setattr(twin, name, getattr(info, name))
            archive.filelist.append(twin)
    return file.getvalue()


def twice() -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(packed(members())), "a") as archive:
        archive.writestr(DOCUMENT.upper(), "<a/>")
    return file.getvalue()


def squeezed(method: int) -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(packed(members())), "a", method) as archive:
        archive.writestr("word/x.xml", "x" * 10_000)
    return file.getvalue()


def encrypted() -> bytes:
    data = bytearray(packed(members()))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


def deep(count: int) -> str:
    return f"<w:p xmlns:w='x'>{'<w:sdt>' * count}{'</w:sdt>' * count}</w:p>"


Made = Callable[[], bytes]

FILES: dict[str, tuple[Made, str]] = {
    "zip-bomb.docx": (lambda: stretched(49_000_000), "压缩了200倍以上"),
    "300-mb.docx": (lambda: stretched(300_000_000), "压缩了200倍以上"),
    "lying.docx": (lying, "文件不完整或已损坏"),
    "many-members.docx": (lambda: packed({f"a{number}": "" for number in range(2_001)}), "2000个以上的部件"),
    "overlapping.docx": (overlapping, "超过50 MB"),
    "billion-laughs.docx": (lambda: with_document(laughs()), "实体定义"),
    "billion-laughs-16.docx": (lambda: with_document(laughs().encode("utf-16")), "实体定义"),
    "external-entity.docx": (
        lambda: with_document('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'),
        "外部引用",
    ),
    "external-dtd.xlsx": (
        lambda: packed(
            {**sheet_members(""), "xl/workbook.xml": '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x"><d/>'}
        ),
        "外部引用",
    ),
    "laughing-types.docx": (lambda: packed({**members(), "[Content_Types].xml": laughs()}), "实体定义"),
    "other-encoding.docx": (
        lambda: with_document(b'<?xml version="1.0" encoding="UTF-7"?><a/>'),
        "XML 读不通",
    ),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "旧版的 Word 或 Excel 文件（.doc"),
    "macros.docm": (
        lambda: packed(
            {
                **members(),
                "[Content_Types].xml": TYPES.format(
                    '<Override PartName="/word/document.xml" '
                    'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
                ),
            }
        ),
        "带有宏",
    ),
    "macros-within.docx": (lambda: packed({**members(), "word/vbaProject.bin": b"x"}), "带有宏"),
    "empty.docx": (lambda: b"", "文件是空的"),
    "zeros.docx": (lambda: bytes(5000), "文件是空的"),
    "text.docx": (lambda: "党组织名称,成功经验\n甲,乙\n".encode(), "内容却不是 Word 文件"),
    "text.xlsx": (lambda: b"<html><table></table></html>", "内容却不是 Excel 文件"),
    "page.csv": (lambda: b"%PDF-1.7", "PDF 文件"),
    "half.docx": (lambda: packed(members())[:400], "文件不完整或已损坏"),
    "flipped.docx": (lambda: packed(members()).replace(b"PK\x05\x06", b"PK\x05\x07"), "文件不完整或已损坏"),
    "any.zip": (lambda: packed({"附件4.docx": packed(members())}), "压缩包，不是 Word 或 Excel"),
    "no-main-part.docx": (lambda: packed({**members(), "_rels/.rels": RELS.format("")}), "这不是 Word 文档"),
    "slides.docx": (
        lambda: packed(
            {
                **members(),
                "[Content_Types].xml": TYPES.format(
                    '<Override PartName="/word/document.xml" ContentType="application/vnd.'
                    'openxmlformats-officedocument.presentationml.presentation.main+xml"/>'
                ),
            }
        ),
        "这不是 Word 文档",
    ),
    "path-up.docx": (lambda: packed({**members(), "word/../../x": "x"}), "指向文件之外"),
    "path-root.docx": (lambda: packed({**members(), "/etc/x": "x"}), "指向文件之外"),
    "path-drive.docx": (lambda: packed({**members(), "C:\\x": "x"}), "指向文件之外"),
    "target-up.docx": (
        lambda: packed({**members(), "_rels/.rels": str(members()["_rels/.rels"]).replace("word/", "../")}),
        "这不是 Word 文档",
    ),
    "twice.docx": (twice, "有两个"),
    "squeezed.docx": (lambda: squeezed(zipfile.ZIP_BZIP2), "少见的压缩方法"),
    "encrypted.docx": (encrypted, "加了密码"),
    "broken-xml.docx": (lambda: with_document("<w:document><w:body>"), "XML 读不通"),
    "deep.docx": (lambda: with_document(deep(20_000)), "XML 读不通"),
    "100000-rows.docx": (lambda: packed(members(many_rows(100_000))), "超过20000行"),
    "100000-rows.xlsx": (lambda: sheet_rows(100_000), "超过20000行"),
    "100000-rows.csv": (
        lambda: (",".join(LEDGER) + "\n" + "1,计算机学院党委,甲,乙,丙,\n" * 100_000).encode(),
        "超过20000行",
    ),
    "commas.csv": (lambda: (",".join(LEDGER) + "\n" + "," * 40_000_000).encode(), "表格的格太多"),
    "blank-lines.csv": (lambda: (",".join(LEDGER) + "\n" * 40_000_000).encode(), "空行太多"),
    "one-cell.csv": (lambda: ("\n".join(LEDGER[:1] * 2) + "字" * 15_000_000).encode(), "第2行有一格太长"),
    "no-head.docx": (lambda: packed(members(many_rows(19_000).replace("存在问题", "x"))), "缺少：存在问题"),
    "many-cells.docx": (lambda: packed(members(many_cells(5_000))), "表格的格太多"),
    "junk.docx": (lambda: packed(members(junk("<w:a{}/>", 3_000_000)), level=1), "内容太多"),
    "junk-in-a-cell.docx": (
        lambda: packed(members(tbl(tr(f"<w:tc>{junk(p('{}'), 700_000)}</w:tc>"))), level=1),
        "内容太多",
    ),
    "strings.xlsx": (
        lambda: packed(sheet_members("", strings=junk("<si><t>{}</t></si>", 600_000))),
        "文字太多",
    ),
}


def junk(pattern: str, count: int) -> str:
    """Told apart enough not to be packed too well."""
    return "".join(pattern.format(number * 7919 % 9973) for number in range(count))


def write_all(folder: Path) -> None:
    for name, (made, _) in FILES.items():
        (folder / name).write_bytes(made())


def _tell(folder: Path, store: Path) -> Iterator[str]:
    """A process each, so that one's memory is not another's."""
    c = open_campaign(store, None, SystemClock(), Actor("x"))
    annex = records_annex(c, "ledger")
    for path in sorted(folder.iterdir()):
        inwards, outwards = os.pipe()
        child = os.fork()
        if child == 0:
            _read(path, annex, c, outwards)
        os.close(outwards)
        with os.fdopen(inwards, encoding="utf-8") as told:
            said = told.read()
        peak = os.wait4(child, 0)[2].ru_maxrss // 1024
        yield f"{path.name}\t{peak}\t{said}"


def _read(path: Path, annex: RecordsAnnex, c: Campaign, outwards: int) -> NoReturn:
    began, sentence = process_time(), ""
    try:
        files.read_file(path.read_bytes(), path.name, annex, c)
    except BadInput as error:
        sentence = error.sentence
    os.write(outwards, f"{process_time() - began:.2f}\t{sentence}".encode())
    os._exit(0)


if __name__ == "__main__":
    for line in _tell(Path(sys.argv[1]), Path(sys.argv[2])):
        print(line, flush=True)
