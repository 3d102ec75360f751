"""One Party organisation, added or changed. After a new one a blank form follows, set for its next
neighbour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult

from forms.errors import BadInput, TaizhangError
from forms.neutral import clean
from forms.organisation import BRANCH_TYPES, LEVEL_WORDS, UNIT_TYPES, Organisation
from store.campaign.organisation_entry import FIELDS, add_organisation, as_text, set_organisation
from store.drafts import Draft
from tui.actions import SAVE, Action
from tui.screens.base import TaizhangScreen
from tui.screens.kept import Kept
from tui.widgets.plain_form import PlainField, PlainForm

DRAFT_KIND = "organisation"
"""What a draft's place calls its annex."""


class OrganisationForm(Kept, TaizhangScreen):
    """``org`` None: a new one, beside or below ``near``. Answers the organisation last saved."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (SAVE,)
    DEFAULT_CSS = """
    OrganisationForm {
        PlainForm { height: 1fr; }
        PlainForm #lines { height: 1fr; }
    }
    """

    def __init__(
        self,
        org: Organisation | None,
        *,
        near: Organisation | None = None,
        draft: Draft | None = None,
        typed: dict[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self._old = org
        self._saved: Organisation | None = None
        self._start = as_text(org) if org else _beside(near)
        self._kept_draft, self._typed = draft, typed

    def compose_body(self) -> ComposeResult:
        yield PlainForm(
            [
                PlainField(
                    field.id,
                    field.label,
                    field.prompt,
                    self._start.get(field.id, ""),
                    field.options if field.kind in ("option", "yes-no") else (),
                    _types_of_level if field.id == "type" else None,
                    fixed=self._old is not None and field.id == "id",
                )
                for field in FIELDS
            ]
        )

    def on_mount(self) -> None:
        form = self.query_one(PlainForm)
        if self._typed:
            form.type_in({name: clean(str(text)) for name, text in self._typed.items()})
        self._begin_draft(self._kept_draft)
        form.go("name")

    def _begin_draft(self, draft: Draft | None = None) -> None:
        title = f"党组织：{self._old.name}" if self._old else "新增的党组织"
        place = self.shell.place(annex=DRAFT_KIND, id=self._old.id if self._old else "", title=title)
        self.keep_in(place, draft)

    def name_words(self) -> str:
        return "修改党组织" if self._old else "新增党组织"

    def org_words(self) -> str:
        return self._old.name if self._old else ""

    def next_words(self) -> str:
        return "只有规范简称必填"

    def action_save(self) -> None:
        form = self.query_one(PlainForm)
        try:
            if self._old is None:
                self._saved = add_organisation(self.campaign, {k: v for k, v in form.values().items() if v})
            else:
                self._saved = set_organisation(self.campaign, self._old.id, form.changed())
        except TaizhangError as error:
            self._refuse(error)
            return
        self.settle_draft()
        if self._old is not None:
            self.dismiss(self._saved)
            return
        form.load(_beside(self._saved, beside=True))
        self._begin_draft()
        form.go("name")
        self.say(f"已保存：{self._saved.name}（编号 {self._saved.id}）。接着填下一个，填完按 Esc 返回。")

    def _refuse(self, error: TaizhangError) -> None:
        self.say(error.sentence, bad=True)
        if isinstance(error, BadInput):
            about = next((field for field in FIELDS if field.label in error.sentence[:8]), None)
            if about is not None and not (self._old and about.id == "id"):
                self.query_one(PlainForm).go(about.id)

    def action_back(self) -> None:
        if not self.unsaved():
            self.dismiss(self._saved)
            return
        from tui.screens.ask import Choose

        def answered(choice: str | None) -> None:
            if choice == "drop":
                self.settle_draft()
            if choice == "keep":
                self.keep_draft()
            if choice in ("drop", "keep"):
                self.dismiss(self._saved)

        options = [("stay", "接着填"), ("keep", "离开，留作草稿"), ("drop", "离开，不要了")]
        self.app.push_screen(Choose("填的内容还没保存。", options), answered)


def _types_of_level(values: Mapping[str, str]) -> tuple[str, ...]:
    return BRANCH_TYPES if values["level"].strip() == LEVEL_WORDS["branch"] else UNIT_TYPES


def _beside(near: Organisation | None, beside: bool = False) -> dict[str, str]:
    """What a new organisation probably is: a unit when there is none yet, else a branch of the unit at
    hand."""
    if near is None:
        return {"level": LEVEL_WORDS["unit"]}
    if near.level == "branch" or (beside and near.level == "unit"):
        order = str(near.order + 1) if near.order else ""
        return {"level": LEVEL_WORDS[near.level], "parent": near.parent, "type": near.type, "order": order}
    level = "unit" if near.level == "school" else "branch"
    return {"level": LEVEL_WORDS[level], "parent": near.id}
