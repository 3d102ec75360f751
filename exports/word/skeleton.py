"""Everything of a document but its sheets: page, page number, styles, fonts, settings, properties.

python-docx makes it once a run for each orientation; after that a document costs only its own text. What its
built-in template brings along is left out: its theme, numbering, thumbnail, author, styles with effects.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.section import Section, _Footer
from docx.shared import Mm
from lxml import etree

from exports.printed import Orientation
from exports.word import page, styles, theme
from exports.zipping import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MARKER = "\ue000"
"""Stands where a form's own text goes; a private character that no official text uses. Only the skeleton is
ever searched for it, never a person's text."""

_KEPT = {RT.STYLES, RT.SETTINGS, RT.FOOTER, RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A document without its sheets; ``body`` and ``core`` are cut open where a form's own text goes."""

    begun: bytes
    """A zip of all parts but the two below."""
    body: tuple[str, str]
    """``word/document.xml`` before and after the sheets."""
    core: tuple[str, ...]
    """``docProps/core.xml`` around title, subject, author and last author."""


@lru_cache(maxsize=16)
def skeleton(orientation: Orientation, year: int) -> Skeleton:
    """The skeleton for pages of this orientation; ``year`` dates the document."""
    document = bare_document()
    _section(document.sections[0], page.page_for(orientation))
    document.settings.odd_and_even_pages_header_footer = True
    _properties(document, year)
    return _cut(document)


def bare_document() -> Document:
    """A document with our styles and nothing of the template's."""
    document = docx.Document()
    styles.set_up(document)
    for relationships in (document.part.rels, document.part.package.rels):
        for name in [name for name, link in relationships.items() if link.reltype not in _KEPT]:
            del relationships[name]
    _add_part(document, "/word/fontTable.xml", CT.WML_FONT_TABLE, RT.FONT_TABLE, _font_table())
    _add_part(document, "/word/theme/theme1.xml", theme.CONTENT_TYPE, theme.RELATIONSHIP, theme.theme_part())
    _add_part(document, "/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, RT.EXTENDED_PROPERTIES, _app())
    _settings(document.settings.element)
    return document


def _add_part(document: Document, name: str, content_type: str, kind: str, blob: bytes) -> None:
    package = document.part.package
    owner: Any = package if kind == RT.EXTENDED_PROPERTIES else document.part
    owner.relate_to(Part(PackURI(name), content_type, blob, package), kind)


def _section(section: Section, paper: page.Page) -> None:
    landscape = paper.width > paper.height
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(paper.width), Mm(paper.height)
    section.top_margin, section.bottom_margin = Mm(paper.top), Mm(paper.bottom)
    section.left_margin, section.right_margin = Mm(paper.left), Mm(paper.right)
    section.header_distance, section.footer_distance = Mm(15), Mm(paper.footer)
    properties: Any = section._sectPr
    for name in [name for name in properties.attrib if "rsid" in str(name)]:
        del properties.attrib[name]
    grid = properties.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(page.LINE_PT * 20)))
    _page_number(section.footer, styles.NUMBER_ODD)
    _page_number(section.even_page_footer, styles.NUMBER_EVEN)


def _page_number(footer: _Footer, look: styles.Look) -> None:
    """— 1 —, on the right of odd and the left of even pages."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph._p.get_or_add_pPr().style = look.id
    pieces: list[tuple[str, str]] = [
        ("t", "— "), ("fldChar", "begin"), ("instrText", " PAGE "), ("fldChar", "separate"), ("t", "1"),
        ("fldChar", "end"), ("t", " —"),
    ]  # fmt: skip
    for tag, value in pieces:
        run = OxmlElement("w:r")
        run.append(styles.run_properties(look))
        piece = OxmlElement(f"w:{tag}")
        if tag == "fldChar":
            piece.set(qn("w:fldCharType"), value)
        else:
            piece.text = value
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(piece)
        paragraph._p.append(run)


def _settings(settings: Any) -> None:
    for child in list(settings):
        settings.remove(child)
    for name in [name for name in settings.attrib if "Ignorable" in str(name)]:
        del settings.attrib[name]
    wanted = parse_xml(
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
    for child in list(wanted):
        settings.append(child)


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{stand_in}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face, stand_in in page.STAND_INS.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<w:fonts xmlns:w="{W}">{fonts}</w:fonts>'.encode()


def _app() -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        b"<Application>Taizhang</Application></Properties>"
    )


def _properties(document: Document, year: int) -> None:
    """Title, subject and authors are cut out later; the times are the campaign's, for equal bytes."""
    core = document.core_properties
    core.title = core.subject = core.author = core.last_modified_by = MARKER
    core.created = core.modified = datetime(year, 1, 1)
    core.language, core.revision = "zh-CN", 1
    core.comments = core.keywords = ""


def _cut(document: Document) -> Skeleton:
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    core = members.pop("docProps/core.xml").decode().split(MARKER)
    body = members.pop("word/document.xml")
    return Skeleton(zipped(members.items()), _cut_body(body), tuple(core))


def _cut_body(xml: bytes) -> tuple[str, str]:
    """The document around its section properties, with only the namespaces that our sheets use."""
    section = etree.fromstring(xml).find(f"{{{W}}}body/{{{W}}}sectPr")
    opening = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:document xmlns:w="{W}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>'
    )
    return opening, plain_xml(section) + "</w:body></w:document>"


def plain_xml(element: Any) -> str:
    """The element as text without namespace declarations, which its document has at the top."""
    text: str = etree.tostring(element, encoding="unicode", with_tail=False)
    opening, rest = text.split(">", 1)
    return " ".join(part for part in opening.split(" ") if not part.startswith("xmlns:")) + ">" + rest
