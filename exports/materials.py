"""报送材料 as files: what was written becomes an official document in Word, attached files go beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from exports.jobs import Made
from exports.names import distinct_names, file_name
from exports.printed import Block, Heading, Paragraph, Photo, Problem, WrittenDocument
from exports.renderers.docx import DOCX
from forms.errors import BadInput, TaizhangError
from forms.neutral import clean, one_line
from store.campaign.campaign import Campaign
from store.campaign.gathering import of_organisations
from store.campaign.kinds.material import Attachment, Material
from store.campaign.materials import all_materials, file_of
from store.campaign.organisations import organisations
from store.pictures import ready_picture

CALLED = "报送材料"

LONGEST = 40
"""Characters of a heading; a longer numbered line is a paragraph."""

_NUMERAL = "[一二三四五六七八九十百]{1,5}"
_LEVELS = (
    (1, re.compile(f"{_NUMERAL}、")),
    (2, re.compile(f"[（(]{_NUMERAL}[）)]")),
    (3, re.compile(r"\d{1,2}[.．](?![\d.])\s*")),
)


def chosen_materials(c: Campaign, orgs: Sequence[str], only: bool = False) -> list[Material]:
    """What these organisations and those below them have written; all of them where none are named. Raises
    BadInput when there is nothing."""
    chosen = [organisations(c).find(name) for name in orgs]
    each = of_organisations(c, chosen, lambda org: all_materials(c, org.id, only))
    found = each if orgs else all_materials(c)
    written = list({one.document.id: one for one in found if one.document}.values())
    if not written:
        whose = f"“{chosen[0].name}”" if len(chosen) == 1 else "这些党组织" if chosen else ""
        raise BadInput(f"{whose}还没有写好的报送材料；请先在“报送材料”里写，或用 taizhang material。")
    return written


class MaterialJobs:
    """The files of 报送材料: each in Word, with what is attached beside; iterating makes them."""

    def __init__(self, c: Campaign, materials: Sequence[Material]) -> None:
        self._c, self._materials, self._names = c, materials, distinct_names(organisations(c))
        self._taken: set[str] = set()

    def __len__(self) -> int:
        return sum(_is_written(one) + len(one.files) for one in self._materials)

    def __iter__(self) -> Iterator[Made | Problem]:
        for one in self._materials:
            word = file_name(self._names[one.org.id], _called(one), DOCX.format)
            base = PurePath(word).stem
            if _is_written(one):
                document = material_document(self._c, one)
                problems = document.problems
                yield Made(self._free(word), one.org.name, CALLED, document, problems, DOCX.render)
            for number, file in enumerate(one.files, 1):
                try:
                    content = file_of(self._c, one, file)
                except TaizhangError as error:
                    yield Problem(one.org.name, one.deliverable.title, error.sentence, field=file.name)
                    continue
                name = file_name(f"{base}-附件{number}", PurePath(file.name).stem, _suffix(file))
                yield Made(self._free(name), one.org.name, CALLED, content)

    def _free(self, name: str) -> str:
        """Names cut to the same beginning are numbered."""
        path, number = PurePath(name), 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{path.stem}-{number}{path.suffix}"
        self._taken.add(name.casefold())
        return name


def material_document(c: Campaign, one: Material) -> WrittenDocument:
    """The material as it is printed; photographs that cannot be read are told and left out."""
    photos: list[Photo] = []
    problems: list[Problem] = []
    for attached in one.photos:
        try:
            ready = ready_picture(file_of(c, one, attached), attached.name)
        except TaizhangError as error:
            problems.append(Problem(one.org.name, one.deliverable.title, error.sentence, field=attached.name))
        else:
            photos.append(Photo(ready.data, ready.width, ready.height, attached.caption))
    return WrittenDocument(
        org_name=one.org.name,
        title=one.printed_title,
        name=_called(one),
        blocks=(*read_prose(one.text), *_listed(one.files)),
        author=one.org.name,
        photos=tuple(photos),
        year=c.pack.year,
        campaign=c.pack.title,
        problems=tuple(problems),
    )


def read_prose(text: str) -> list[Heading | Paragraph]:
    """Plain text as an official document reads it: headings are known by their numbers (GB/T 9704-2012,
    7.3.3): 一、 then （一） then 1., everything else is a paragraph. Empty lines and indents only show where
    paragraphs are, and are left out."""
    lines = (line.strip(" \t\u3000") for line in clean(text).split("\n"))
    return [_block(line) for line in lines if line]


def _block(text: str) -> Heading | Paragraph:
    level = next((level for level, number in _LEVELS if number.match(text)), 0)
    heading, stop, rest = text.partition("。")
    # The third level is set like the text, so there is nothing to tell apart.
    if not level or len(heading) > LONGEST or (rest and level == 3):
        return Paragraph(text)
    return Heading(heading + stop, level, rest)


def _listed(files: Sequence[Attachment]) -> Iterator[Block]:
    """附件说明, GB/T 9704-2012, 7.3.5: beneath the text, a line below it."""
    names = [PurePath(file.name).stem for file in files]
    if len(names) == 1:
        yield from (Paragraph(""), Paragraph(f"附件：{names[0]}"))
    elif names:
        yield Paragraph("")
        for number, name in enumerate(names, 1):
            yield Paragraph(f"{'附件：' if number == 1 else '　　　'}{number}.{name}")


def _is_written(one: Material) -> bool:
    return bool(one.text or one.photos)


def _called(one: Material) -> str:
    """The deliverable, for which title it is, and which of several."""
    title = f"（{one.title.words()}）" if one.title else ""
    number = str(one.number) if one.number > 1 else ""
    return one_line(f"{one.deliverable.title}{title}{number}")


def _suffix(file: Attachment) -> str:
    suffix = PurePath(file.name).suffix.lstrip(".")
    return suffix if suffix.isascii() and suffix.isalnum() and len(suffix) <= 8 else "bin"
