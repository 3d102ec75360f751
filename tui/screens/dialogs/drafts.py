"""What an earlier session left unsaved: gone on with, put off, or thrown away after asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult

from forms.errors import TaizhangError
from forms.neutral import one_line
from store.campaign.material_data import ANNEX as MATERIAL
from store.campaign.organisation_entry import organisation_document
from store.campaign.organisations import organisations
from store.organisations import organisation_of
from tui.actions import Action
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.dialog import CANCEL, Dialog
from tui.screens.organisation.form import DRAFT_KIND, OrganisationForm
from tui.widgets.row_list import ListColumn, ListRow, RowList

if TYPE_CHECKING:
    from store.drafts import Offer
    from tui.app import TaizhangApp

RESUME = Action("resume", ("enter",), "接着填", "打开光标所在的草稿接着填。")
DISCARD = Action("discard", ("f8",), "丢弃", "丢弃光标所在的草稿；先问。", priority=True)
LATER = Action("cancel", ("escape",), "以后再说", "草稿留着，下次打开时再问。")


class DraftsDialog(Dialog[None]):
    """The list of unheld drafts."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (RESUME, DISCARD, CANCEL)
    DEFAULT_CSS = """
    DraftsDialog { RowList { height: auto; max-height: 12; } }
    """

    def __init__(self) -> None:
        super().__init__("上次有没保存的内容，要接着填吗？")
        self._offers: dict[str, Offer] = {}

    def compose_box(self) -> ComposeResult:
        yield RowList((ListColumn("内容"), ListColumn("写于", 16)), header=False)

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        self._offers = {str(offer.path): offer for offer in cast("TaizhangApp", self.app).offers()}
        if not self._offers:
            self.dismiss(None)
            return
        rows = self.query_one(RowList)
        rows.styles.height = min(len(self._offers), 12)
        rows.set_rows([ListRow(key, (_words(offer), _moment(offer))) for key, offer in self._offers.items()])

    @on(RowList.Chosen)
    def chosen(self, message: RowList.Chosen) -> None:
        offer = self._offers[message.key]
        app = cast("TaizhangApp", self.app)
        self.dismiss(None)
        resume(app, offer)

    def action_resume(self) -> None:
        self.query_one(RowList).action_choose()

    def action_discard(self) -> None:
        offer = self._offers.get(self.query_one(RowList).key)
        if offer is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                offer.discard()
                self._show()

        self.app.push_screen(
            Ask(f"丢弃草稿“{_words(offer)}”？丢弃后找不回来。", yes="丢弃", no="留着"), answered
        )


def resume(app: TaizhangApp, offer: Offer) -> None:
    """Open the form a draft belongs to, with what was typed in it."""
    if offer.place.get("annex") == MATERIAL:
        from tui.screens.material.draft import resume as resume_material

        resume_material(app, offer)
        return
    if offer.place.get("annex") != DRAFT_KIND:
        from tui.screens.entry.screen import resume as resume_entry

        resume_entry(app, offer)
        return
    org_id, base = str(offer.place.get("id", "")), offer.place.get("base")
    base = base if isinstance(base, int) else 0
    known = organisations(app.campaign)
    try:
        if known.get(org_id):
            known.find(org_id)  # refused where one may no longer see it; the draft stays
        seen = organisation_document(app.campaign, org_id, base) if org_id else None
        org = organisation_of(seen) if seen else known.get(org_id)
        draft = offer.take()
    except TaizhangError as error:
        if isinstance(app.screen, TaizhangScreen):
            app.screen.say(error.sentence, bad=True)
        return
    app.push_screen(OrganisationForm(org, draft=draft, typed=offer.values, base=base))


def _words(offer: Offer) -> str:
    return one_line(str(offer.place.get("title") or "没有名称的草稿"))


def _moment(offer: Offer) -> str:
    return one_line(offer.written_at).replace("T", " ")[:16]
