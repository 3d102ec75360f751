"""One Party organisation, added or changed. After a new one a blank form follows, set for its next
neighbour."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult

from forms.errors import TaizhangError
from forms.neutral import clean
from forms.organisation import BRANCH_TYPES, LEVEL_WORDS, UNIT_TYPES, Organisation
from store.campaign.history import of_document
from store.campaign.organisation_entry import (
    add_organisation,
    organisation_document,
    set_organisation,
    wrong_answer,
)
from store.campaign.organisation_fields import FIELDS, as_text
from store.campaign.organisations import organisations
from store.organisations import organisation_of
from store.protocol import ORGANISATIONS
from tui.actions import HISTORY, SAVE
from tui.autosave import Values
from tui.flow import flow
from tui.screens.form_screen import FormScreen, Resumed, notice
from tui.screens.history.screen import HistoryScreen
from tui.screens.saving import Merged, save
from tui.widgets.form import Form, Line

DRAFT_KIND = "organisation"
"""What a draft's place calls its annex."""


class OrganisationForm(FormScreen):
    """``org`` None: a new one, beside or below ``near``. Answers the organisation last saved."""

    ACTIONS = (SAVE, HISTORY)
    QUESTION = "填的内容还没保存。"
    ANSWERS = (("stay", "接着填"), ("keep", "离开，留作草稿"), ("drop", "离开，不要了"))
    DEFAULT_CSS = """
    OrganisationForm {
        Form { height: 1fr; }
        Form #lines { height: 1fr; }
    }
    """

    def __init__(
        self,
        org: Organisation | None,
        *,
        near: Organisation | None = None,
        resumed: Resumed[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(resumed)
        self._old, self._near = org, near
        self._base = resumed.base if resumed else 0
        """Revision that what is typed is based on; 0: the newest."""
        self._saved: Organisation | None = None
        self._typed = resumed.typed if resumed else {}
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
        """Lay out what stands between the top line and the messages."""
        start = self._begin()
        yield Form.of(
            [
                Line(
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

    @on(Form.Left)
    def left_wrong(self, message: Form.Left) -> None:
        """Told at once, not only at the save."""
        if message.wrong:
            self._refused = True
            self.say(message.wrong, bad=True)

    @on(Form.Typed)
    def typed(self) -> None:
        """Note that something was typed."""
        self.autosave.typed()
        if self._refused:
            self._refused = False
            self.say("")

    def on_descendant_blur(self) -> None:
        """Keep what was typed in the field that is left."""
        self.autosave.keep_quietly()

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        form = self.query_one(Form)
        form.type_in({name: clean(str(text)) for name, text in self._typed.items()})
        form.go("name")

    def draft_place(self) -> dict[str, Any]:
        """Say where a draft of it belongs."""
        title = f"党组织：{self._old.name}" if self._old else "新增的党组织"
        known = {"id": self._old.id, "base": self._base} if self._old else {"id": ""}
        return {"annex": DRAFT_KIND, "title": title, **known}

    def name_words(self) -> str:
        """Say what the screen is called."""
        return "修改党组织" if self._old else "新增党组织"

    def org_words(self) -> str:
        """Say whose data it shows, for the top line."""
        return self._old.name if self._old else ""

    def next_words(self) -> str:
        """Say what to do next."""
        return "只有规范简称必填"

    @flow
    async def action_save(self) -> None:
        """Save what the form holds."""
        form, old = self.query_one(Form), self._old
        try:
            saved = await save(self.app, self._write, lambda field, text: form.type_in({field: text}))
        except TaizhangError as error:
            self._refuse(error)
            return
        if saved is Merged.LEFT:
            return
        self.autosave.discard()
        if old is not None:
            self._saved = organisations(self.campaign).get(old.id) if isinstance(saved, Merged) else saved
            self.leave()
        elif not isinstance(saved, Merged):
            self._saved = saved
            form.load(_beside(saved, beside=True))
            form.go("name")
            self.say(f"已保存：{saved.name}（编号 {saved.id}）。接着填下一个，填完按 Esc 返回。")

    def _write(self) -> Organisation:
        form = self.query_one(Form)
        if self._old is None:
            return add_organisation(self.campaign, {k: v for k, v in form.values().items() if v})
        return set_organisation(self.campaign, self._old.id, form.changed(), self._base)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action == "history":
            return self._old is not None
        return super().check_action(action, parameters)

    @flow
    async def action_history(self) -> None:
        """Open the history of what is at the cursor."""
        if self._old is None:
            return
        form = self.query_one(Form)
        row = form.here
        name, label = (row.field.id, row.field.label) if row else ("", "")
        screen = HistoryScreen(
            self._old.name, of_document(ORGANISATIONS, self._old.id), field=name, label=label
        )
        back = await self.look_back(screen)
        if back is not None:
            self._old, self._base = organisation_of(back), back.rev
            form.load(as_text(self._old))
            self.say("已恢复，现在填的是恢复的内容。")

    def written(self) -> str:
        """Name what is changed here."""
        return ORGANISATIONS

    def watched(self) -> Sequence[str]:
        """Name the shards that hold what is shown."""
        return (ORGANISATIONS,) if self._old else ()

    def others_saved(self) -> None:
        """Say what others have saved."""
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
            self.query_one(Form).go(error.field)

    # Never losing what was typed

    def unsaved_values(self) -> Values | None:
        """Give what is typed and not saved; None: nothing is."""
        form = self.query_one(Form)
        return form.values() if form.changed() or self.autosave.has_draft else None

    def result(self) -> Organisation | None:
        """Give what the screen answers."""
        return self._saved


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
