"""F2 in an entry form: what saving has to ask, one thing after the other, until the record can be written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from forms.errors import BadInput
from forms.remark import Remark
from store.campaign.duplicates import REASON, LikelyDuplicate
from store.protocol import Document
from tui.screens.entry.record_entry import OWNER
from tui.screens.entry.record_form import RecordForm
from tui.screens.entry.unsettled import (
    ADD,
    OPEN,
    Answers,
    DuplicateDialog,
    ask_incomplete,
    ask_reasons,
    save_settled,
)
from tui.screens.saving import Merged


class SaveFlow:
    """Saves what the form of ``record`` holds. ``open_other`` shows another record over it until that is
    left."""

    def __init__(self, record: RecordForm, open_other: Callable[[Document], Awaitable[None]]) -> None:
        self._record, self._open_other = record, open_other
        self._app, self._entry, self._form = record.app, record.entry, record.form

    async def save(self) -> Document | Merged:
        """Raises TaizhangError where it cannot be saved."""
        write = partial(self._entry.write, self._owner(), self._form.edit, self._form.findings)
        return await save_settled(self._app, write, self._ask, self._hold)

    def _hold(self, field: str, text: str) -> None:
        self._record.fill({field: text})

    def _owner(self) -> str:
        """Whose record it is. Raises BadInput, told at its line."""
        try:
            return self._entry.owner(self._form.raw)
        except BadInput as error:
            self._form.show_remarks([Remark(OWNER, error.sentence, "error")])
            self._form.go(OWNER)
            raise

    async def _ask(self, remarks: Sequence[Remark], answers: Answers) -> Answers | None:
        """What is missing; else the record that may be the same; else why it is unusual. None: go back."""
        across = self._record.checks.remarks(self._form.edit, self._form.raw)
        self._form.show_remarks([remark for remark in remarks if remark not in across])
        self._form.show_across(across)
        hard = [remark for remark in remarks if remark.kind != "soft"]
        if hard:
            self._form.go(hard[0].field)
            return await ask_incomplete(self._app, self._entry.annex, hard, "继续填", answers)
        duplicate = next((remark for remark in remarks if isinstance(remark, LikelyDuplicate)), None)
        if duplicate is not None:
            if not await self._is_another(duplicate.document):
                return None
            answers = answers.force({duplicate.field: REASON})
            remarks = [remark for remark in remarks if remark is not duplicate]
        return await ask_reasons(self._app, self._entry.annex, remarks, answers) if remarks else answers

    async def _is_another(self, other: Document) -> bool:
        """Is it to be saved beside the one that is there?"""
        dialog = DuplicateDialog(self._entry.annex, other, new=not self._entry.base)
        answer = await self._app.push_screen_wait(dialog)
        if answer == OPEN:
            await self._open_other(other)
        return answer == ADD
