"""One Party organisation, added or changed. After a new one a blank form follows, set for its next
neighbour."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from forms.errors import TaizhangError
from forms.neutral import clean
from forms.organisation import BRANCH_TYPES, LEVEL_WORDS, UNIT_TYPES, Organisation
from store.campaign.history_queries import of_organisation
from store.campaign.merging import MergeConflict
from store.campaign.organisation_entry import (
    FIELDS,
    add_organisation,
    as_text,
    organisation_document,
    set_organisation,
    wrong_answer,
)
from store.campaign.organisations import organisations
from store.drafts import Draft
from store.organisations import organisation_of
from store.protocol import ORGANISATIONS, Document
from tui.actions import HISTORY, SAVE, Action
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.kept import Kept
from tui.screens.dialogs.notice import notice
from tui.screens.history.screen import open_history
from tui.widgets.plain_form import PlainField, PlainForm

DRAFT_KIND = "organisation"
"""What a draft's place calls its annex."""


class OrganisationForm(Kept, TaizhangScreen):
    """``org`` None: a new one, beside or below ``near``. Answers the organisation last saved.

    ``base``: the revision a draft was typed on; 0: the newest.
    """

    ACTIONS: ClassVar[tuple[Action, ...]] = (SAVE, HISTORY)
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
        base: int = 0,
    ) -> None:
        super().__init__()
        self._old, self._near, self._base = org, near, base
        self._saved: Organisation | None = None
        self._kept_draft, self._typed = draft, typed
        self._refused = False
        """Is a refusal on the screen? It goes when something is mended."""
        self._told = 0
        """Revision that was last said to be another's."""

    def _begin(self) -> dict[str, str]:
        """The texts to start with, all of one revision."""
        if self._old is None:
            return _beside(self._near)
        seen = organisation_document(self.campaign, self._old.id, self._base)
        if seen is not None:
            self._old, self._base = organisation_of(seen), seen.rev
        return as_text(self._old)

    def compose_body(self) -> ComposeResult:
        start = self._begin()
        yield PlainForm(
            [
                PlainField(
                    field.id,
                    field.label,
                    field.prompt,
                    start.get(field.id, ""),
                    field.options if field.kind in ("option", "yes-no") else (),
                    _types_of_level if field.id == "type" else None,
                    fixed=self._old is not None and field.id == "id",
                    wrong=self._checker(field.id),
                )
                for field in FIELDS
            ]
        )

    def _checker(self, field: str) -> Callable[[Mapping[str, str]], str]:
        return lambda texts: wrong_answer(organisations(self.campaign), texts, field)

    @on(PlainForm.Left)
    def left_wrong(self, message: PlainForm.Left) -> None:
        """FieldChange at once, not only at the save."""
        self._refused = True
        self.say(message.sentence, bad=True)

    def on_plain_form_changed(self, message: PlainForm.Changed) -> None:
        super().on_plain_form_changed(message)
        if self._refused:
            self._refused = False
            self.say("")

    def on_mount(self) -> None:
        form = self.query_one(PlainForm)
        if self._typed:
            form.type_in({name: clean(str(text)) for name, text in self._typed.items()})
        self._begin_draft(self._kept_draft)
        form.go("name")

    def _begin_draft(self, draft: Draft | None = None) -> None:
        title = f"党组织：{self._old.name}" if self._old else "新增的党组织"
        known = {"id": self._old.id, "base": self._base} if self._old else {"id": ""}
        place = self.shell.place(annex=DRAFT_KIND, title=title, **known)
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
                self._saved = set_organisation(self.campaign, self._old.id, form.changed(), self._base)
        except MergeConflict as needed:
            self._merge(needed)
            return
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

    def _merge(self, needed: MergeConflict) -> None:
        from tui.screens.history.merge import merge_then

        def settled(saved: bool) -> None:
            if saved and self._old is not None:
                self.settle_draft()
                self.dismiss(organisations(self.campaign).get(self._old.id))

        def hold(field: str, text: str) -> None:
            self.query_one(PlainForm).type_in({field: text})

        merge_then(self, needed, settled, hold)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "history":
            return self._old is not None
        return super().check_action(action, parameters)

    def action_history(self) -> None:
        if self._old is None:
            return
        field = next((field for field in FIELDS if field.id == self.query_one(PlainForm).current), None)
        name, label = (field.id, field.label) if field else ("", "")
        past = of_organisation(self._old.id)

        def seen(back: Document | None) -> None:
            if back is None or self._old is None:
                return
            if self.unsaved():
                self.say("已恢复。您填的还没有保存，保存时会与恢复的合并。")
                return
            self._old, self._base = organisation_of(back), back.rev
            self.query_one(PlainForm).load(as_text(self._old))
            self._begin_draft()
            self.say("已恢复，现在填的是恢复的内容。")

        open_history(self, self._old.name, past, field=name, label=label, then=seen)

    def written(self) -> str:
        return ORGANISATIONS

    def watched(self) -> Sequence[str]:
        return (ORGANISATIONS,) if self._old else ()

    def others_saved(self) -> None:
        if self._old is None:
            return
        now = organisation_document(self.campaign, self._old.id)
        rev = now.rev if now else -1
        if rev not in (self._base, self._told):
            self._told = rev
            self.say(notice("这个党组织", now))

    def _refuse(self, error: TaizhangError) -> None:
        self._refused = True
        self.say(error.sentence, bad=True)
        if error.field and not (self._old and error.field == "id"):
            self.query_one(PlainForm).go(error.field)

    def action_back(self) -> None:
        if not self.unsaved():
            self.dismiss(self._saved)
            return
        from tui.screens.dialogs.ask import Choose

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
