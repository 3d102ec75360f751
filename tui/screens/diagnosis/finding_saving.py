"""Saving the findings (存在问题) of the diagnosis screen: changes at once, what is being typed as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from textual.message_pump import MessagePump

from forms.errors import TaizhangError
from store.campaign.findings import Finding, save_findings
from store.campaign.organisations import organisations
from store.drafts import Draft
from tui.autosave import Autosave
from tui.screens.diagnosis.answer_saving import AnswerSaver
from tui.screens.diagnosis.position import Position
from tui.screens.entry.draft import Typed
from tui.screens.saving import Merged
from tui.shell import Shell


class FindingsBox(Protocol):
    """Where findings are written: ``tui.widgets.findings_editor.FindingsEditor``."""

    edited: bool
    loaded: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]: ...

    @property
    def pending(self) -> str: ...

    def load(self, findings: Sequence[Finding], pending: str | None = None) -> None: ...

    def settle(self) -> None: ...


class FindingSaving:
    """Until they are saved, new findings stand where they were typed: nobody has to type them twice.

    ``owner`` runs the timer of the draft; ``draft`` goes on one of an earlier session.
    """

    def __init__(
        self,
        owner: MessagePump,
        shell: Shell,
        position: Position,
        box: FindingsBox,
        saver: AnswerSaver,
        draft: Draft | None = None,
    ) -> None:
        self._shell, self._position, self._box, self._saver = shell, position, box, saver
        self.autosave = Autosave(owner, shell.drafts, self._typed, self._place, self._tell, draft)

    @property
    def unsaved(self) -> bool:
        """Is a finding being typed?"""
        return bool(self._box.pending)

    async def save(self) -> None:
        """Save what was changed and is not saved yet."""
        box, c, org = self._box, self._shell.campaign, self._position.org_id
        if not box.edited:
            return
        before, after = box.loaded, box.findings
        new = "\n".join(finding.printed for finding in after if not finding.id)

        def write() -> Sequence[Finding]:
            try:
                return save_findings(c, org, before, after)
            except TaizhangError:
                box.load(before, new or None)
                raise

        done = await self._saver.save(write)
        if done is Merged.MERGED:
            box.load(box.findings, "" if new else None)
        if done is None or isinstance(done, Merged):
            return
        box.load(done)
        self.autosave.discard()
        self._saver.display.say("")
        self._saver.display.reload()

    async def settle(self) -> None:
        """What is being typed is a finding too, and saved."""
        self._box.settle()
        await self.save()

    def leave(self) -> None:
        """Nothing is typed any more, or it stays as a draft."""
        if not self.unsaved:
            self.autosave.discard()
        self.autosave.leave()

    def _typed(self) -> dict[str, Any] | None:
        return Typed({}, pending=self._box.pending).as_values() if self.unsaved else None

    def _place(self) -> dict[str, Any]:
        campaign, at = self._shell.campaign, self._position
        guides, org = campaign.pack.guides, organisations(campaign).get(at.org_id)
        annex, name = (guides.id, f"附件{guides.number} {guides.name}") if guides else ("", "")
        title = f"{name}　{org.name if org else ''}　{at.indicator}".strip()
        return self._shell.place(annex=annex, org=at.org_id, id=at.at, title=title)

    def _tell(self, sentence: str) -> None:
        self._saver.display.say(sentence, bad=True)
