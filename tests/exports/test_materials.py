"""报送材料 as files: an official document, its photographs two to a page, attached files beside it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from exports.batch import export, packed
from exports.materials import MaterialJobs, chosen_materials, material_document
from exports.printed import Heading, Photo, WrittenDocument
from exports.word import prose_bytes
from exports.word.prose import MOST_MM, size_mm
from forms.errors import BadInput
from store.campaign.campaign import Campaign
from store.campaign.kinds.material import Material
from store.campaign.materials import attach, material, save_material
from store.campaign.submissions import find_obligation
from tests.support.pictures import picture, turned
from tests.support.unit import TEACHERS, UNIT
from tests.support.wordxml import W, body, paragraph_text, part, value

TEXT = """　　根据通知要求，学院党委开展了专项行动。

一、主要做法
（一）加强学习。每月集中学习一次。
1.健全制度
制度上墙。
"""


def write_one(c: Campaign, text: str = TEXT, photos: int = 0, files: tuple[str, ...] = ()) -> Material:
    attached = [
        attach(c, UNIT, turned((1000 + number, 800)), f"{number}.jpg", f"说明{number}", photo=True)
        for number in range(1, photos + 1)
    ]
    attached += [attach(c, UNIT, name.encode(), name) for name in files]
    return save_material(c, material(c, find_obligation(c, UNIT, "final-report")), "", text, attached)


def paragraphs(word: bytes) -> list[tuple[str | None, str]]:
    return [(value(p, "pPr/pStyle"), paragraph_text(p)) for p in body(word).findall(f"{W}p")]


def test_headings_are_told_by_their_numbers(c: Campaign) -> None:
    word = prose_bytes(material_document(c, write_one(c)))
    assert [one for one in paragraphs(word) if one[1]] == [
        ("AnnexTitle", "行动总结报告"),
        ("Author", "计算机学院党委"),
        ("BodyOfficial", "根据通知要求，学院党委开展了专项行动。"),
        ("Level1", "一、主要做法"),
        ("BodyOfficial", "（一）加强学习。每月集中学习一次。"),
        ("Level3", "1.健全制度"),
        ("BodyOfficial", "制度上墙。"),
    ]
    run_in = next(p for p in body(word).findall(f"{W}p") if paragraph_text(p).startswith("（一）"))
    faces = [run.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") for run in run_in.findall(f"{W}r")]
    assert faces == ["楷体_GB2312", "仿宋_GB2312"]


def test_photographs_stand_two_to_a_page_with_their_captions(c: Campaign) -> None:
    word = prose_bytes(material_document(c, write_one(c, photos=3)))
    found = [
        p for p in body(word).findall(f"{W}p") if value(p, "pPr/pStyle") in ("Picture", "PictureCaption")
    ]
    breaks = [p.find(f"{W}pPr/{W}pageBreakBefore") is not None for p in found[::2]]
    assert breaks == [True, False, True]
    assert [paragraph_text(p) for p in found[1::2]] == ["图1　说明1", "图2　说明2", "图3　说明3"]
    # Each is a part of the document that something points to, upright and without the camera's data.
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        media = [name for name in archive.namelist() if name.startswith("word/media/")]
        images = [Image.open(io.BytesIO(archive.read(name))) for name in media]
    assert len(media) == 3
    assert all(image.height > image.width and not image.getexif() for image in images)
    targets = [link.get("Target") for link in part(word, "word/_rels/document.xml.rels")]
    assert {f"word/{target}" for target in targets} >= set(media)


@pytest.mark.parametrize("pixels", [(4000, 100), (100, 4000), (1600, 1200), (1200, 1600)])
def test_a_photograph_fits_and_keeps_its_proportions(pixels: tuple[int, int]) -> None:
    width, height = size_mm(Photo(b"", *pixels))
    assert width <= MOST_MM[0] + 0.01
    assert height <= MOST_MM[1] + 0.01
    assert width / height == pytest.approx(pixels[0] / pixels[1])


def test_the_same_photograph_twice_is_one_part(c: Campaign) -> None:
    one = [attach(c, UNIT, picture(), name, photo=True) for name in ("a.jpg", "b.jpg")]
    saved = save_material(c, material(c, find_obligation(c, UNIT, "final-report")), "", "", one)
    word = prose_bytes(material_document(c, saved))
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        names = archive.namelist()
    assert len([name for name in names if "media" in name]) == 1
    assert len(set(names)) == len(names)


def test_attached_files_go_beside_it_under_names_that_say_what_they_are(c: Campaign, tmp_path: Path) -> None:
    write_one(c, files=("证明.pdf", "../表 1.xlsx", "无后缀"))
    outcome = export(MaterialJobs(c, chosen_materials(c, [UNIT])), tmp_path)
    assert [path.name for path in outcome.paths] == [
        "计算机学院党委-行动总结报告.docx",
        "计算机学院党委-行动总结报告-附件1-证明.pdf",
        "计算机学院党委-行动总结报告-附件2-表_1.xlsx",
        "计算机学院党委-行动总结报告-附件3-无后缀.bin",
    ]
    assert outcome.paths[1].read_bytes() == "证明.pdf".encode()
    listed = [text for _, text in paragraphs(outcome.paths[0].read_bytes())][-3:]
    assert listed == ["附件：1.证明", "　　　2.表 1", "　　　3.无后缀"]


def test_only_files_make_no_empty_document(c: Campaign, tmp_path: Path) -> None:
    write_one(c, text="", files=("报告.docx",))
    assert [path.name for path in export(MaterialJobs(c, chosen_materials(c, [])), tmp_path).paths] == [
        "计算机学院党委-行动总结报告-附件1-报告.docx"
    ]


@pytest.mark.usefixtures("on_disk")
def test_a_photograph_that_is_gone_is_told_and_costs_nothing_else(c: Campaign, tmp_path: Path) -> None:
    write_one(c, photos=2)
    for kept in sorted(tmp_path.rglob("store/**/files/*"))[:1]:
        kept.write_bytes(b"spoilt")
    outcome = export(MaterialJobs(c, chosen_materials(c, [])), tmp_path)
    assert len(outcome.paths) == 1
    assert [problem.told for problem in outcome.problems] == [False]
    assert ".jpg" in outcome.sentences[0]


def test_nothing_written_is_said(c: Campaign) -> None:
    with pytest.raises(BadInput, match="还没有写好的报送材料"):
        packed(MaterialJobs(c, chosen_materials(c, [TEACHERS])))


def test_hostile_text_is_neutralised(c: Campaign) -> None:
    text = "一、\x1b[2J<w:p>&\u202e甲。\x00乙"
    photo = attach(c, UNIT, picture(), "\x1b]0;x.jpg", '"><w:p/>', photo=True)
    saved = save_material(c, material(c, find_obligation(c, UNIT, "final-report")), "<b>&\x07", text, [photo])
    word = prose_bytes(material_document(c, saved))
    texts = [text for _, text in paragraphs(word) if text]
    assert texts[0] == "<b>&\ufffd"
    assert texts[2] == "一、\ufffd[2J<w:p>&\ufffd甲。\ufffd乙"
    assert texts[-1] == '图1　"><w:p/>'


def test_the_same_document_gives_the_same_bytes() -> None:
    photo = Photo(picture(), 400, 300, "说明")
    document = WrittenDocument("甲", "题", (Heading("一、甲", 1, "乙。"),), photos=(photo, photo), name="名")
    assert prose_bytes(document) == prose_bytes(document)
