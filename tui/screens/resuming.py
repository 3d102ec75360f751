"""Going on with a draft of an earlier session: the form it belongs to, with what was typed in it."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from forms.document_tables import MATERIAL
from forms.pack import GuideAnnex
from store.campaign.materials import material
from store.campaign.organisation_entry import organisation_document
from store.campaign.organisations import organisations
from store.campaign.submissions import find_obligation
from store.drafts import Offer
from store.organisations import organisation_of
from tui.screens.diagnosis.screen import DiagnosisScreen
from tui.screens.entry.record_entry import Typed
from tui.screens.entry.screen import open_entry
from tui.screens.form_screen import Resumed
from tui.screens.material.material_edit import Written
from tui.screens.material.screen import MaterialScreen
from tui.screens.organisation.form import DRAFT_KIND, OrganisationForm
from tui.shell import Shell


def resumed_screen(shell: Shell, offer: Offer) -> Screen[Any]:
    """The form to be opened. Raises TaizhangError where that cannot be: the draft stays."""
    kind = offer.place.get("annex")
    if kind == MATERIAL:
        return _material(shell, offer)
    if kind == DRAFT_KIND:
        return _organisation(shell, offer)
    return _record(shell, offer)


def _record(shell: Shell, offer: Offer) -> Screen[Any]:
    annex, org = str(offer.place.get("annex", "")), str(offer.place.get("org", ""))
    document = str(offer.place.get("id", ""))
    organisations(shell.campaign).find(org)
    if isinstance(shell.campaign.pack.annex(annex), GuideAnnex):
        return DiagnosisScreen(org, document, resumed=Resumed.take(offer, Typed.of(offer.values)))
    return open_entry(shell.campaign, annex, org, document, draft=offer)


def _organisation(shell: Shell, offer: Offer) -> Screen[Any]:
    org_id, base = str(offer.place.get("id", "")), _number(offer, "base", 0)
    known = organisations(shell.campaign)
    if known.get(org_id):
        known.find(org_id)  # refused where one may no longer see it
    seen = organisation_document(shell.campaign, org_id, base) if org_id else None
    org = organisation_of(seen) if seen else known.get(org_id)
    return OrganisationForm(org, resumed=Resumed.take(offer, offer.values))


def _material(shell: Shell, offer: Offer) -> Screen[Any]:
    org, deliverable = str(offer.place.get("org", "")), str(offer.place.get("deliverable", ""))
    one = find_obligation(shell.campaign, org, deliverable, str(offer.place.get("held") or ""))
    found = material(shell.campaign, one, _number(offer, "number", 1))
    return MaterialScreen(found, resumed=Resumed.take(offer, Written.of_draft(offer.values)))


def _number(offer: Offer, name: str, otherwise: int) -> int:
    value = offer.place.get(name)
    return value if isinstance(value, int) else otherwise
