"""Everything of a document but its content: page, page number, styles, fonts, settings, properties.

python-docx makes it once a run for each orientation; after that a document costs only its own text. What its
built-in template brings along is left out: its theme, numbering, thumbnail, author, styles with effects.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import IO, Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsmap, qn
from docx.section import Section, _Footer
from docx.shared import Mm
from lxml import etree

from exports.printed import Orientation
from exports.word import page, styles
from exports.word.markup import element, text_element
from exports.zipping import zipped
from forms.neutral import one_line

_KEPT = {RT.STYLES, RT.SETTINGS, RT.FOOTER, RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES}
_CORE, _DOCUMENT = "docProps/core.xml", "word/document.xml"
_THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
_THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"

_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "000000", "lt2": "FFFFFF",
    "accent1": "C00000", "accent2": "404040", "accent3": "7F7F7F", "accent4": "BFBFBF",
    "accent5": "595959", "accent6": "262626", "hlink": "0000FF", "folHlink": "800080",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Template:
    """A document without its content."""

    others: bytes
    """A zip of all parts but the two that differ from document to document."""
    core: Any
    """The root of ``docProps/core.xml``; title, subject, author and last author are empty."""
    section: Any
    """``w:sectPr``: the page, which ends the body."""

    @classmethod
    def of(cls, document: Document) -> Template:
        """What python-docx saves of this document, compressed once for all that are made from it."""
        saved = io.BytesIO()
        document.save(saved)
        with zipfile.ZipFile(saved) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        core, body = (etree.fromstring(parts.pop(name)) for name in (_CORE, _DOCUMENT))
        section = deepcopy(body.find(f".//{qn('w:sectPr')}"))
        etree.cleanup_namespaces(section)
        return cls(zipped(parts.items()), core, section)

    def filled(self, org_name: str, title: str, campaign: str, write: Callable[[Any], None]) -> bytes:
        """The document with what ``write`` writes into an ``lxml.etree.xmlfile``: block after block, so that
        a long table takes no more memory than a short one."""

        def body(file: IO[bytes]) -> None:
            spaces = {prefix: nsmap[prefix] for prefix in ("w", "r")}
            with etree.xmlfile(file, encoding="UTF-8") as xml:
                xml.write_declaration(standalone=True)
                with xml.element(qn("w:document"), nsmap=spaces), xml.element(qn("w:body")):
                    write(xml)
                    xml.write(self.section)

        return zipped([(_CORE, self._about(org_name, title, campaign)), (_DOCUMENT, body)], self.others)

    def _about(self, org_name: str, title: str, campaign: str) -> bytes:
        """``docProps/core.xml``: what the document is and whose."""
        core = deepcopy(self.core)
        core.find(qn("dc:title")).text = one_line(f"{org_name}{title}")
        core.find(qn("dc:subject")).text = one_line(campaign)
        for name in ("dc:creator", "cp:lastModifiedBy"):
            core.find(qn(name)).text = one_line(org_name)
        about: bytes = etree.tostring(core, encoding="UTF-8", standalone=True)
        return about


@lru_cache(maxsize=16)
def template(orientation: Orientation, year: int) -> Template:
    """The template for pages of this orientation; ``year`` dates the document."""
    return Template.of(new_document(orientation, year))


def new_document(orientation: Orientation, year: int) -> Document:
    """A document with our page and styles, and nothing of the library's template."""
    document = docx.Document()
    styles.set_up(document)
    for relationships in (document.part.rels, document.part.package.rels):
        for name in [name for name, link in relationships.items() if link.reltype not in _KEPT]:
            del relationships[name]
    _add_part(document, "/word/fontTable.xml", CT.WML_FONT_TABLE, RT.FONT_TABLE, _font_table())
    _add_part(document, "/word/theme/theme1.xml", _THEME_TYPE, _THEME, _theme_part())
    _add_part(document, "/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, RT.EXTENDED_PROPERTIES, _app())
    _settings(document.settings.element)
    document.settings.odd_and_even_pages_header_footer = True
    _section(document.sections[0], page.page_for(orientation))
    _properties(document, year)
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
    for piece in (
        text_element("t", "— "),
        element("fldChar", fldCharType="begin"),
        text_element("instrText", " PAGE "),
        element("fldChar", fldCharType="separate"),
        text_element("t", "1"),
        element("fldChar", fldCharType="end"),
        text_element("t", " —"),
    ):
        paragraph._p.append(element("r", styles.run_properties(look), piece))


def _settings(settings: Any) -> None:
    for child in list(settings):
        settings.remove(child)
    for name in [name for name in settings.attrib if "Ignorable" in str(name)]:
        del settings.attrib[name]
    compatible = "http://schemas.microsoft.com/office/word"
    settings.extend(
        (
            element("zoom", percent=100),
            element("defaultTabStop", val=420),
            element("characterSpacingControl", val="compressPunctuation"),
            element("compat", element("compatSetting", name="compatibilityMode", uri=compatible, val=15)),
            element("themeFontLang", val="en-US", eastAsia="zh-CN"),
            element("decimalSymbol", val="."),
            element("listSeparator", val=","),
        )
    )


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{stand_in}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face, stand_in in page.STAND_INS.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<w:fonts xmlns:w="{nsmap["w"]}">{fonts}</w:fonts>'.encode()
    )


def _theme_part() -> bytes:
    """``word/theme/theme1.xml``, which a document must have: black on white, and our own face where Word
    offers a theme's; three of each kind of formatting, as the schema wants. Nothing in our documents refers
    to it; what a person types in afterwards may."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    faces = "".join(f'<a:{script} typeface="{page.FANGSONG}"/>' for script in ("latin", "ea", "cs"))
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="公文">'
        f'<a:themeElements><a:clrScheme name="公文">{colours}</a:clrScheme>'
        f'<a:fontScheme name="公文"><a:majorFont>{faces}</a:majorFont><a:minorFont>{faces}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="公文"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    ).encode()


def _app() -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        b"<Application>Taizhang</Application></Properties>"
    )


def _properties(document: Document, year: int) -> None:
    """Title, subject and authors come with each document; the times are the campaign's, for equal bytes."""
    core = document.core_properties
    core.title = core.subject = core.author = core.last_modified_by = ""
    core.created = core.modified = datetime(year, 1, 1)
    core.language, core.revision = "zh-CN", 1
    core.comments = core.keywords = ""
