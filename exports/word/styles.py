"""The paragraph styles of our forms, every one with its East-Asian face named.

Word takes the face of a Chinese character from ``eastAsia`` and of a digit or a quotation mark from ``ascii``
or ``hAnsi``, and a theme attribute overrides both: so all four are written and no theme is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from docx.document import Document
from docx.oxml.ns import qn

from exports.word import page
from exports.word.markup import element

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

LOOKS = tuple(one for one in tuple(globals().values()) if isinstance(one, Look))
"""All of the above."""


def fonts(face: str) -> Any:
    """``w:rFonts`` that names one face for every script."""
    # Quotation marks, dashes and ellipses exist in both scripts; the hint makes them full-width.
    return element("rFonts", ascii=face, hAnsi=face, eastAsia=face, cs=face, hint="eastAsia")


def run_properties(look: Look) -> Any:
    """``w:rPr`` of a run in this look: also here, for text that is copied into another document."""
    size = round(look.size * 2)
    return element("rPr", fonts(look.face), element("sz", val=size), element("szCs", val=size))


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
    styles.extend(map(_style, LOOKS))


def _defaults(styles: Any) -> None:
    defaults = styles.find(qn("w:docDefaults"))
    for child in list(defaults):
        defaults.remove(child)
    properties = element(
        "rPr",
        fonts(page.FANGSONG),
        element("sz", val=32),
        element("szCs", val=32),
        element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
    )
    defaults.extend((element("rPrDefault", properties), element("pPrDefault")))


def _style(look: Look) -> Any:
    style = element("style", type="paragraph", customStyle=1, styleId=look.id)
    style.extend((element("name", val=look.name), element("basedOn", val="Normal"), element("qFormat")))
    style.extend((element("pPr", *_paragraph_properties(look)), run_properties(look)))
    return style


def _paragraph_properties(look: Look) -> Iterator[Any]:
    if look.keep_next:
        yield element("keepNext")
    # Word would put a gap between a digit and a Chinese character: 2021年 is printed without.
    yield from (element(tag, val=0) for tag in ("autoSpaceDE", "autoSpaceDN", "snapToGrid"))
    yield element(
        "spacing",
        before=round(look.before * 20),
        after=0,
        line=round(look.line * 20),
        lineRule="auto" if look.grows else "exact",
    )
    if look.indent:
        first = round(look.indent * look.size * 20)
        yield element("ind", firstLineChars=look.indent * 100, firstLine=first)
    if look in (NUMBER_ODD, NUMBER_EVEN):
        # One character from the edge of the text.
        yield element("ind", **{"right" if look is NUMBER_ODD else "left": 280})
    yield element("jc", val=look.align)
    if look.outline:
        yield element("outlineLvl", val=look.outline - 1)
