"""Taking rows in from a file: judged by the pack's natural key against what is stored, one write a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from forms.errors import BadInput
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign, write
from store.campaign.findings import problem_changes
from store.campaign.organisations import organisations, shard_of
from store.campaign.records import Row, list_records, prepare, record_changes, records_annex
from store.protocol import Change


@dataclass(frozen=True)
class Proposal:
    """A row that a reader found: nothing has been written."""

    row: int
    """Line or row number in the file, counted from 1, for sentences."""
    org: str
    """Organisation id."""
    raw: Mapping[str, str]
    """Field id to text."""


@dataclass(frozen=True)
class Verdict:
    """What taking the proposal would do."""

    proposal: Proposal
    kind: Literal["new", "changed", "same", "refused"]
    changes: tuple[Change, ...] = ()
    differences: Mapping[str, tuple[str, str]] | None = None
    """For a changed one: field id to stored and proposed text."""
    why: str = ""
    """For a refused one: the sentence."""


def judge_import(
    c: Campaign, annex_id: str, proposals: Sequence[Proposal], incomplete: bool = False
) -> list[Verdict]:
    """What each proposal would do, in order; the second of two alike within the file counts as same."""
    annex = records_annex(c, annex_id)
    stored: dict[str, dict[tuple[str, ...], Row]] = {}
    taken: dict[tuple[str, ...], Mapping[str, str]] = {}
    verdicts = []
    for proposal in proposals:
        if proposal.org not in stored:
            rows = list_records(c, annex_id, proposal.org, only=True)
            stored[proposal.org] = {_key(annex, proposal.org, row.texts): row for row in rows}
        verdicts.append(_judge(c, annex, proposal, stored[proposal.org], taken, incomplete))
    return verdicts


def accept(c: Campaign, verdicts: Sequence[Verdict]) -> int:
    """Write what is new or changed, one ``apply`` a unit; returns how many rows. Raises Conflict.

    Refused rows stop everything: raises BadInput for the first of them.
    """
    refused = [verdict for verdict in verdicts if verdict.kind == "refused"]
    if refused:
        more = f"（共{len(refused)}行有问题）" if len(refused) > 1 else ""
        raise BadInput(f"第{refused[0].proposal.row}行：{refused[0].why}{more}")
    by_shard: dict[str, list[Change]] = {}
    for verdict in verdicts:
        if verdict.changes:
            by_shard.setdefault(shard_of(c, verdict.proposal.org), []).extend(verdict.changes)
    for shard, changes in by_shard.items():
        write(c, shard, changes)
    return sum(verdict.kind in ("new", "changed") for verdict in verdicts)


def _judge(
    c: Campaign,
    annex: RecordsAnnex,
    proposal: Proposal,
    stored: Mapping[tuple[str, ...], Row],
    taken: dict[tuple[str, ...], Mapping[str, str]],
    incomplete: bool,
) -> Verdict:
    try:
        texts = _printed(c, annex, proposal)
        key = _key(annex, proposal.org, texts)
        if key in taken:
            if taken[key] == texts:
                return Verdict(proposal, "same")
            return Verdict(
                proposal, "refused", why="与文件中前面的一行是同一条记录，内容却不同，请只留一行。"
            )
        taken[key] = texts
        row = stored.get(key)
        different = _differences(c, annex, row, texts) if row else None
        if row is not None and row.document is not None and not different:
            return Verdict(proposal, "same")
        base = row.document.rev if row and row.document else 0
        changes = record_changes(
            c,
            annex.id,
            proposal.org,
            proposal.raw,
            id=row.document.id if row and row.document else "",
            base=base,
            incomplete=incomplete,
            forced=_imported(proposal),
        )
        return Verdict(proposal, "changed" if base else "new", tuple(changes), different or None)
    except BadInput as error:
        return Verdict(proposal, "refused", why=error.sentence)


def _imported(proposal: Proposal) -> dict[str, str]:
    """Soft remarks do not stop an import: that the row came from a file is the reason kept."""
    return dict.fromkeys(proposal.raw, "导入的内容")


def _printed(c: Campaign, annex: RecordsAnnex, proposal: Proposal) -> dict[str, str]:
    from forms.fields import show_value

    values = prepare(c, annex.id, proposal.raw).values
    return {
        name: value if annex.by_id[name].kind == "findings" else show_value(annex.by_id[name], value)
        for name, value in values.items()
    }


def _differences(
    c: Campaign, annex: RecordsAnnex, row: Row, texts: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Field id to stored and proposed text. Findings differ only if taking them in would change one."""
    return {
        name: (row.texts.get(name, ""), text)
        for name, text in texts.items()
        if (
            problem_changes(c, row.org.id, text)
            if annex.by_id[name].kind == "findings"
            else row.texts.get(name, "") != text
        )
    }


def _key(annex: RecordsAnnex, org_id: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        org_id if name == "organisation" else texts.get(name, "") for name in ("organisation", *annex.key)
    )


def known_org(c: Campaign, text: str) -> str:
    """The id of the organisation that a file names. Raises BadInput."""
    return organisations(c).find(text).id
