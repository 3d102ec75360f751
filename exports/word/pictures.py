"""Photographs in a document: the drawing, its file within the package, and what says where that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from xml.sax.saxutils import quoteattr

from exports.word import page
from exports.written import Photo
from forms.neutral import one_line

EMU_PER_MM = 36_000
MOST_MM = (page.PORTRAIT.text_width, 94)
"""Width between the margins; a height that lets two stand on a page, each with its caption."""
DPI = 96
"""A small picture is not blown up beyond this."""

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def relationships(photos: Sequence[Photo]) -> list[str]:
    """An id for each: the same picture twice is one file."""
    return [f"rIdPhoto{_name(photo)}" for photo in photos]


def drawing(photo: Photo, relationship: str, number: int) -> str:
    """A run with the picture, as large as the page and its own pixels allow."""
    width, height = size_mm(photo)
    extent = f'cx="{round(width * EMU_PER_MM)}" cy="{round(height * EMU_PER_MM)}"'
    about = quoteattr(one_line(photo.caption or f"图{number}"))
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {extent}/><wp:docPr id="{number}" name="图{number}" descr={about}/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="图{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing></w:r>"
    )


def size_mm(photo: Photo) -> tuple[float, float]:
    """Width and height on paper, in proportion."""
    natural = (photo.width / DPI * 25.4, photo.height / DPI * 25.4)
    scale = min(1.0, *(most / length for most, length in zip(MOST_MM, natural, strict=True)))
    return natural[0] * scale, natural[1] * scale


def with_pictures(members: Mapping[str, bytes], photos: Sequence[Photo]) -> dict[str, bytes]:
    """The parts of a document with the pictures among them, named by what is in them."""
    found = dict(members)
    links, kinds = [], {}
    for photo, relationship in zip(photos, relationships(photos), strict=True):
        name = f"media/{_name(photo)}.{photo.suffix}"
        if f"word/{name}" not in found:
            found[f"word/{name}"] = photo.data
            links.append(f'<Relationship Id="{relationship}" Type="{_REL}" Target="{name}"/>')
        kinds[photo.suffix] = f'<Default Extension="{photo.suffix}" ContentType="image/{photo.suffix}"/>'
    _add(found, "word/_rels/document.xml.rels", "</Relationships>", "".join(links))
    present = found["[Content_Types].xml"].decode()
    wanted = "".join(text for suffix, text in sorted(kinds.items()) if f'Extension="{suffix}"' not in present)
    _add(found, "[Content_Types].xml", "<Default ", wanted)
    return found


def _add(members: dict[str, bytes], part: str, at: str, text: str) -> None:
    """Put a text into a part, before the first of these characters."""
    whole = members[part].decode()
    place = whole.index(at)
    members[part] = (whole[:place] + text + whole[place:]).encode()


def _name(photo: Photo) -> str:
    return sha256(photo.data).hexdigest()[:16]
