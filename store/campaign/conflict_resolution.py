"""Settling a clash: the versions in words, and what a person chose, checked and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from forms.errors import BadInput
from store.campaign.campaign import Campaign
from store.campaign.changes import FieldChange, describe_changes, reading, subject
from store.campaign.kinds.registry import document_kind
from store.campaign.merging import WHOLE, MergeConflict, changes_nothing
from store.campaign.writing import write
from store.protocol import Document
from store.versions import Version, versions

Side = Literal["before", "theirs", "mine"]
"""原来, 对方, 我的."""


@dataclass(frozen=True)
class Edited:
    """Neither side's: a text of one's own, as typed."""

    text: str


Choice = Side | Edited


@dataclass(frozen=True)
class Dispute:
    """A field that both changed, as it reads: neutralised, empty where there is nothing."""

    field: str
    """A key of ``data``, ``measures.ID``, or ``WHOLE``: one side deleted what the other changed."""
    label: str
    before: str
    theirs: str
    mine: str
    editable: bool
    """May be written anew instead of chosen."""


@dataclass(frozen=True)
class Other:
    """Who was quicker, when (ISO 8601), and whether they deleted it."""

    by: str
    at: str
    deleted: bool


def other(c: Campaign, needed: MergeConflict) -> Other:
    """The one whose version came first."""
    if needed.theirs is not None:
        return Other(needed.theirs.updated_by, needed.theirs.updated_at, False)
    last = next(reversed(versions(c.store, needed.shard, needed.stale.id)), None)
    return Other(last.by, last.at, True) if last else Other("", "", True)


def subject_of(c: Campaign, needed: MergeConflict) -> str:
    """What the clash is about: ``附件2 学习情况 2021年4月6日``."""
    return subject(c, _version(needed, needed.base, needed.theirs or needed.base or needed.stale.document))


def disputes(c: Campaign, needed: MergeConflict) -> list[Dispute]:
    """Each field that needs a person, in the words of the screens."""
    read = reading(c, _version(needed, needed.base, needed.stale.document))
    kind = document_kind(c, needed.stale.annex)
    found = []
    for clash in needed.clashes:
        if clash.field == WHOLE:
            found.append(Dispute(WHOLE, "", "", "", "", False))
            continue
        label, mine = read(clash.field, clash.mine)
        before, theirs = (read(clash.field, value)[1] for value in (clash.before, clash.theirs))
        found.append(Dispute(clash.field, label, before, theirs, mine, kind.may_type(clash.field)))
    return found


def changes_of(c: Campaign, needed: MergeConflict, mine: bool) -> list[FieldChange]:
    """What one side did since both saw the same, field by field."""
    newest = needed.stale.document if mine else needed.theirs
    return describe_changes(c, _version(needed, needed.base, newest))


def settle(c: Campaign, needed: MergeConflict, choices: Mapping[str, Choice]) -> None:
    """Write the whole change again with what was chosen for each dispute (for ``WHOLE`` theirs or mine).

    Raises BadInput for a text that cannot be or a field without a choice, MergeConflict when somebody saved
    once more meanwhile, and what ``write`` raises.
    """
    kind = document_kind(c, needed.stale.annex)
    values: dict[str, Any] = {}
    for clash in needed.clashes:
        choice = choices.get(clash.field)
        if choice is None:
            raise BadInput("还有没选的项目：原来的、对方的、我的，请各选一个。")
        if clash.field == WHOLE:
            values[WHOLE] = choice == "mine"
        elif isinstance(choice, Edited):
            values[clash.field] = kind.parse(c, clash.field, choice.text)
        else:
            values[clash.field] = {"before": clash.before, "theirs": clash.theirs, "mine": clash.mine}[choice]
    changes = [
        kind.settled(c, change) if change.id == needed.stale.id and change.data is not None else change
        for change in needed.settled(values)
    ]
    theirs = needed.theirs
    write(c, needed.shard, [one for one in changes if not (theirs and changes_nothing(one, theirs))])


def _version(needed: MergeConflict, before: Document | None, after: Document | None) -> Version:
    mine = needed.stale
    return Version(needed.shard, mine.id, mine.annex, mine.org, mine.base, before=before, document=after)
