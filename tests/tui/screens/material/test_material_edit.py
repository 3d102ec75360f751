"""A material being written, and what others make of it meanwhile. No screen is opened."""

from __future__ import annotations

import pytest

from store.campaign.campaign import Campaign
from store.campaign.kinds.material import Material
from store.campaign.materials import material, save_material
from store.campaign.merging import MergeConflict
from store.campaign.submissions import find_obligation
from store.drafts import Draft
from tui.screens.form_screen import Resumed
from tui.screens.material.material_edit import MaterialEdit, Written


def report(campaign: Campaign) -> Material:
    return material(campaign, find_obligation(campaign, "u1", "stage-report"))


def test_it_goes_on_from_what_was_saved(campaign: Campaign) -> None:
    edit = MaterialEdit(report(campaign), None)
    assert (edit.base, edit.start, edit.saved) == (0, Written(), False)
    edit.begin(edit.write(campaign, Written("标题", "正文")))
    assert (edit.base, edit.start, edit.saved) == (1, Written("标题", "正文"), True)
    assert edit.place()["base"] == 1
    assert edit.news(campaign) == "", "its own save is no news"


def test_others_are_told_of_once_and_met_at_the_save(campaign: Campaign) -> None:
    save_material(campaign, report(campaign), "", "原文", [])
    edit = MaterialEdit(report(campaign), None)
    save_material(campaign, report(campaign), "", "别人改的", [])
    assert "修改" in edit.news(campaign)
    assert edit.news(campaign) == ""
    with pytest.raises(MergeConflict):
        edit.write(campaign, Written("", "我改的"))
    newest = edit.newest(campaign)
    assert newest is not None
    assert newest.text == "别人改的"


def test_a_draft_is_based_on_the_revision_it_was_typed_on(campaign: Campaign, draft: Draft) -> None:
    save_material(campaign, report(campaign), "", "原文", [])
    save_material(campaign, report(campaign), "", "别人改的", [])
    edit = MaterialEdit(report(campaign), Resumed(Written("", "我改的"), 1, draft))
    assert (edit.base, edit.start.text) == (1, "别人改的")
    with pytest.raises(MergeConflict):
        edit.write(campaign, Written("", "我改的"))


@pytest.fixture
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return Draft(tmp_path_factory.mktemp("drafts") / "one.draft", {})
