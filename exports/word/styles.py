"""The paragraph styles of our forms, every one with its East-Asian face named.

Word takes the face of a Chinese character from ``eastAsia`` and of a digit or a quotation mark from ``ascii``
or ``hAnsi``, and a theme attribute overrides both: so all four are written and no theme is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt

from exports.word import page

KEPT = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"}
"""Of the template's styles: the four defaults that Word expects."""


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style: its face, size and line in points, and where it stands."""

    id: str
    name: str
    face: str
    size: float
    line: float
    align: Literal["left", "center", "right", "both"] = "left"
    keep_next: bool = False
    before: float = 0
    indent: int = 0
    """Of the first line, in characters."""
    outline: int = 0
    """Level in the document's outline, counted from 1; 0: text."""
    grows: bool = False
    """The line grows with what stands in it: a picture."""


MARK = Look("AnnexMark", "附件标记", page.HEITI, page.MARK_PT, page.LINE_PT, keep_next=True)
TITLE = Look(
    "AnnexTitle", "附件标题", page.XIAOBIAOSONG, page.TITLE_PT, page.TITLE_LINE_PT, "center", keep_next=True
)
HEAD = Look("FormHead", "填报栏", page.FANGSONG, page.PAGE_NUMBER_PT, page.LINE_PT, keep_next=True)
HEADING = Look("TableHeading", "表头", page.HEITI, page.TABLE_PT, page.TABLE_LINE_PT, "center")
CELL = Look("TableText", "表格正文", page.FANGSONG, page.TABLE_PT, page.TABLE_LINE_PT, "both")
CELL_NARROW = Look("TableNarrow", "表格窄栏", page.FANGSONG, page.TABLE_PT, page.TABLE_LINE_PT)
CELL_CENTRED = Look("TableCentred", "表格居中", page.FANGSONG, page.TABLE_PT, page.TABLE_LINE_PT, "center")
GROUP = Look("TableGroup", "表格分组", page.HEITI, page.TABLE_PT, page.TABLE_LINE_PT, keep_next=True)
NOTE = Look("FormNote", "表下附注", page.FANGSONG, page.TABLE_PT, page.TABLE_LINE_PT, before=6)
FOOT = Look("FormFoot", "签章栏", page.FANGSONG, page.TABLE_PT, page.LINE_PT)
BODY = Look("BodyOfficial", "公文正文", page.FANGSONG, page.MARK_PT, page.LINE_PT, "both", indent=2)
AUTHOR = Look("Author", "署名", page.KAITI, page.MARK_PT, page.LINE_PT, "center", keep_next=True)
LEVEL_1 = Look(
    "Level1", "一级标题", page.HEITI, page.MARK_PT, page.LINE_PT, "both", keep_next=True, indent=2, outline=1
)
LEVEL_2 = Look(
    "Level2", "二级标题", page.KAITI, page.MARK_PT, page.LINE_PT, "both", keep_next=True, indent=2, outline=2
)
LEVEL_3 = Look("Level3", "三级标题", page.FANGSONG, page.MARK_PT, page.LINE_PT, "both", indent=2, outline=3)
PICTURE = Look("Picture", "照片", page.FANGSONG, page.MARK_PT, 12, "center", keep_next=True, grows=True)
CAPTION = Look("PictureCaption", "照片说明", page.KAITI, page.PAGE_NUMBER_PT, page.LINE_PT, "center")
END = Look("FormEnd", "表后空行", page.FANGSONG, 1, 1)
NUMBER_ODD = Look(
    "PageNumberOdd", "页码（单页）", page.SONGTI, page.PAGE_NUMBER_PT, page.PAGE_NUMBER_PT, "right"
)
NUMBER_EVEN = Look("PageNumberEven", "页码（双页）", page.SONGTI, page.PAGE_NUMBER_PT, page.PAGE_NUMBER_PT)

LOOKS = (
    MARK,
    TITLE,
    HEAD,
    HEADING,
    CELL,
    CELL_NARROW,
    CELL_CENTRED,
    GROUP,
    NOTE,
    FOOT,
    BODY,
    AUTHOR,
    LEVEL_1,
    LEVEL_2,
    LEVEL_3,
    PICTURE,
    CAPTION,
    END,
    NUMBER_ODD,
    NUMBER_EVEN,
)


def fonts(face: str) -> Any:
    """``w:rFonts`` that names one face for every script."""
    element = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        element.set(qn(f"w:{script}"), face)
    # Quotation marks, dashes and ellipses exist in both scripts; this makes them full-width.
    element.set(qn("w:hint"), "eastAsia")
    return element


def _child(tag: str, **attributes: str) -> Any:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def run_properties(look: Look) -> Any:
    """``w:rPr`` of a run in this look: also here, for text that is copied into another document."""
    properties = OxmlElement("w:rPr")
    properties.append(fonts(look.face))
    size = str(round(look.size * 2))
    properties.append(_child("sz", val=size))
    properties.append(_child("szCs", val=size))
    return properties


def set_up(document: Document) -> None:
    """Replaces the template's styles by ours and names the default face."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in KEPT:
            styles.remove(style)
        elif (revision := style.find(qn("w:rsid"))) is not None:
            style.remove(revision)
    # Names of styles that are not here any more.
    latent = styles.find(qn("w:latentStyles"))
    if latent is not None:
        styles.remove(latent)
    _defaults(styles)
    for look in LOOKS:
        _add(document, look)


def _defaults(styles: Any) -> None:
    defaults = styles.find(qn("w:docDefaults"))
    for child in list(defaults):
        defaults.remove(child)
    run = OxmlElement("w:rPrDefault")
    properties = OxmlElement("w:rPr")
    properties.append(fonts(page.FANGSONG))
    properties.append(_child("sz", val="32"))
    properties.append(_child("szCs", val="32"))
    properties.append(_child("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
    run.append(properties)
    paragraph = OxmlElement("w:pPrDefault")
    defaults.append(run)
    defaults.append(paragraph)


def _add(document: Document, look: Look) -> None:
    style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), look.id)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.size = Pt(look.size)
    properties = style.element.get_or_add_pPr()
    if look.keep_next:
        properties.append(_child("keepNext"))
    # Word would put a gap between a digit and a Chinese character: 2021年 is printed without.
    properties.append(_child("autoSpaceDE", val="0"))
    properties.append(_child("autoSpaceDN", val="0"))
    properties.append(_child("snapToGrid", val="0"))
    line = str(round(look.line * 20))
    before = str(round(look.before * 20))
    rule = "auto" if look.grows else "exact"
    properties.append(_child("spacing", before=before, after="0", line=line, lineRule=rule))
    if look.indent:
        first = round(look.indent * look.size * 20)
        properties.append(_child("ind", firstLineChars=str(look.indent * 100), firstLine=str(first)))
    if look in (NUMBER_ODD, NUMBER_EVEN):
        # One character from the edge of the text.
        side = {"right": "280"} if look is NUMBER_ODD else {"left": "280"}
        properties.append(_child("ind", **side))
    properties.append(_child("jc", val=look.align))
    if look.outline:
        properties.append(_child("outlineLvl", val=str(look.outline - 1)))
    existing = style.element.rPr
    existing.getparent().replace(existing, run_properties(look))
