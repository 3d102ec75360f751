"""Word and Excel files put together from their XML: what no program of ours writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)

LEDGER = ("序号", "党组织名称", "成功经验", "典型案例", "存在问题", "备注")
STUDY = ("时间", "学习内容", "学习方式", "开展单位", "参加人员")


def packed(members: Mapping[str, str | bytes], level: int | None = None) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def word_members(body: str, numbering: str = "", space: str = W) -> dict[str, str | bytes]:
    document = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>".replace(W, space)
    own = f'<Relationship Id="n" Type="{R}/numbering" Target="numbering.xml"/>' if numbering else ""
    return {
        "[Content_Types].xml": TYPES.format(
            f'<Override PartName="/word/document.xml" '
            f'ContentType="{OFFICE}.wordprocessingml.document.main+xml"/>'
        ),
        "_rels/.rels": RELS.format(
            f'<Relationship Id="d" Type="{R}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": RELS.format(own),
        **({"word/numbering.xml": f"<w:numbering {NAMES}>{numbering}</w:numbering>"} if numbering else {}),
    }


def word(*body: str, numbering: str = "", space: str = W) -> bytes:
    """A document of these blocks."""
    return packed(word_members("".join(body), numbering, space))


def p(*content: str, properties: str = "") -> str:
    """A paragraph of text, or of runs where one begins with ``<``."""
    runs = [one if one.startswith("<") else r(one) for one in content]
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def tc(*content: str, span: int = 1, merge: str | None = None) -> str:
    """A cell of text, a paragraph each, or of blocks; ``merge``: restart, or empty to go on from above."""
    look = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if merge is not None:
        look += f'<w:vMerge w:val="{merge}"/>' if merge else "<w:vMerge/>"
    blocks = [one if one.startswith("<") else p(one) for one in content or ("",)]
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{''.join(blocks)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells; text becomes one."""
    found = "".join(one if one.startswith("<") else tc(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{found}</w:tr>"


def tbl(*rows: str, columns: Sequence[int] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def ledger(*rows: str, head: str | None = None) -> bytes:
    """A document with the ledger's table alone."""
    return word(tbl(head or tr(*LEDGER), *rows))


def sheet_members(sheet: str, strings: str = "", styles: str = "") -> dict[str, str | bytes]:
    own = f'<Relationship Id="s" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/>'
    if strings:
        own += f'<Relationship Id="t" Type="{R}/sharedStrings" Target="sharedStrings.xml"/>'
    if styles:
        own += f'<Relationship Id="y" Type="{R}/styles" Target="styles.xml"/>'
    return {
        "[Content_Types].xml": TYPES.format(
            f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.spreadsheetml.sheet.main+xml"/>'
        ),
        "_rels/.rels": RELS.format(
            f'<Relationship Id="d" Type="{R}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": RELS.format(own),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{sheet}</worksheet>',
        **({"xl/sharedStrings.xml": f'<sst xmlns="{S}">{strings}</sst>'} if strings else {}),
        **({"xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}</styleSheet>'} if styles else {}),
    }


def sheet(*rows: Sequence[str], after: str = "") -> bytes:
    """A workbook with one sheet; a cell that begins with ``<c`` is as it is, others are text."""
    lines = []
    for row in rows:
        cells = [
            one if one.startswith("<c") else f'<c t="inlineStr"><is><t>{escape(one)}</t></is></c>'
            for one in row
        ]
        lines.append(f"<row>{''.join(cells)}</row>")
    return packed(sheet_members(f"<sheetData>{''.join(lines)}</sheetData>{after}"))
