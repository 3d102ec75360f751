"""报送材料: written, kept with their files, and looked after like any record."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from forms.errors import BadInput, NotAllowed, StoreError, WrongUsage
from store.campaign.campaign import Actor, Campaign
from store.campaign.materials import all_materials, attach, file_of, material, save_material
from store.campaign.merging import MergeConflict
from store.campaign.organisation_entry import set_organisation
from store.campaign.organisations import shard_of
from store.campaign.referential_checks import check_references
from store.campaign.submissions import Obligation, find_obligation
from store.campaign.writing import undo, write
from store.file_backend import FileBackend
from store.integrity import check_store
from store.protocol import Change
from tests.support.pictures import picture


@pytest.fixture
def report(c: Campaign) -> Obligation:
    return find_obligation(c, "u1", "final-report")


def test_written_once_and_read_again(c: Campaign, report: Obligation) -> None:
    begun = material(c, report)
    assert (begun.document, begun.printed_title) == (None, "行动总结报告")
    photo = attach(c, "u1", picture(), r"C:\照片\现场.jpg", "现场", photo=True)
    file = attach(c, "u1", b"%PDF", "证明.pdf")
    saved = save_material(c, begun, "我们的总结", "一、做法\n正文", [photo, file])
    again = material(c, report)
    assert again == saved
    assert (again.printed_title, again.text) == ("我们的总结", "一、做法\n正文")
    assert [one.name for one in again.photos] == ["现场.jpg"]
    assert file_of(c, again, again.photos[0]) == picture()
    assert file_of(c, again, again.files[0]) == b"%PDF"


def test_what_is_written_shows_in_what_is_due(c: Campaign, report: Obligation) -> None:
    assert report.status.code == "not-begun"
    save_material(c, material(c, report), "", "正文 四字", [])
    now = find_obligation(c, "u1", "final-report")
    assert (now.status.code, now.missing) == ("in-progress", "正文4字")


def test_several_are_numbered_where_several_may_be_handed_in(c: Campaign, report: Obligation) -> None:
    deeds = find_obligation(c, "u1", "typical-deeds")
    for number in (1, 2):
        save_material(c, material(c, deeds, number), f"事迹{number}", "正文", [])
    assert [(one.number, one.heading) for one in all_materials(c)] == [(1, "事迹1"), (2, "事迹2")]
    with pytest.raises(WrongUsage, match="只有一份"):
        material(c, report, 2)


def test_one_set_for_each_title(c: Campaign) -> None:
    set_organisation(c, "u1", {"称号": "标杆院系（省级，第二批）、样板支部（省级）"})
    for title in ("标杆院系", "样板支部"):
        owed = find_obligation(c, "u1", "feature-cases", title)
        save_material(c, material(c, owed), "", f"{title}的案例", [])
    assert [one.text for one in all_materials(c, "u1")] == ["标杆院系的案例", "样板支部的案例"]
    assert check_references(c) == []


def test_forms_are_not_written_here(c: Campaign) -> None:
    with pytest.raises(WrongUsage, match="附件"):
        material(c, find_obligation(c, "u1", "study-summary"))


def test_an_empty_one_is_refused(c: Campaign, report: Obligation) -> None:
    with pytest.raises(BadInput, match="没有正文"):
        save_material(c, material(c, report), "标题", " \n", [])
    with pytest.raises(BadInput, match="空文件"):
        attach(c, "u1", b"", "空.pdf")
    with pytest.raises(BadInput, match="不是能用的照片"):
        attach(c, "u1", b"text", "文本.jpg", photo=True)


def test_two_people_at_one_text_are_asked(c: Campaign, report: Obligation) -> None:
    first = save_material(c, material(c, report), "", "原文", [])
    save_material(c, first, "", "甲的", [])
    with pytest.raises(MergeConflict):
        save_material(c, first, "", "乙的", [])
    # What only one of them changed is taken from each.
    merged = save_material(c, first, "新标题", "原文", [])
    assert (merged.heading, merged.text) == ("新标题", "甲的")


def test_what_was_saved_last_is_taken_back(c: Campaign, report: Obligation) -> None:
    first = save_material(c, material(c, report), "", "原文", [])
    save_material(c, first, "", "改过", [])
    undo(c)
    assert material(c, report).text == "原文"


def test_a_rehearsal_keeps_no_files(c: Campaign, report: Obligation) -> None:
    looking = Campaign(c.id, c.pack, c.store, c.clock, Actor("lm", read_only=True))
    with pytest.raises(NotAllowed):
        attach(looking, "u1", b"x", "a.pdf")


@pytest.mark.usefixtures("on_disk")
def test_check_finds_files_that_are_spoilt_or_gone(c: Campaign, report: Obligation, tmp_path: Path) -> None:
    file = attach(c, "u1", b"%PDF", "证明.pdf")
    save_material(c, material(c, report), "", "正文", [file])
    root = tmp_path / "store"
    assert (check_store(root), check_references(c)) == ([], [])
    (kept,) = root.rglob(f"files/{file.sha256}")
    kept.write_bytes(b"other")
    assert "已损坏" in check_store(root)[0]
    kept.unlink()
    assert check_store(root) == []
    assert "证明.pdf" in check_references(c)[0]
    with pytest.raises(StoreError):
        file_of(c, material(c, report), file)


def test_a_file_that_was_cleared_meanwhile_is_not_saved_as_if_it_were_there(
    on_disk: None, c: Campaign, report: Obligation
) -> None:
    assert isinstance(c.backend, FileBackend)
    kept = attach(c, "u1", b"%PDF", "证明.pdf")
    old = attach(c, "u1", b"%PDF old", "旧证明.pdf")
    file = c.backend.root / c.id / "units" / "u1" / "files" / old.sha256
    os.utime(file, (0, 0))
    assert [("清理了1个" in told) for told in c.backend.tidy()] == [True]
    with pytest.raises(BadInput, match=r"“旧证明\.pdf”放入后一直没有保存，文件已经清理"):
        save_material(c, material(c, report), "", "正文", [kept, old])
    saved = save_material(c, material(c, report), "", "正文", [kept])
    os.utime(file.with_name(kept.sha256), (0, 0))
    assert c.backend.tidy() == []
    save_material(c, saved, "", "正文二", [kept])


@pytest.mark.parametrize("attachments", ["x", [{"sha256": "../x"}], [3]])
def test_what_a_hand_wrote_breaks_nothing(c: Campaign, report: Obligation, attachments: object) -> None:
    saved = save_material(c, material(c, report), "", "正文", [])
    assert saved.document is not None
    data = {**saved.document.data, "number": "二", "attachments": attachments}
    change = Change(id=saved.document.id, annex="material", org="u1", base=1, data=data)
    write(c, shard_of(c, "u1"), [change])
    assert material(c, report).attachments == ()
    assert len(check_references(c)) == 1
