"""``taizhang list``: what an annex holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from exports.diagnosis_text import OUTSIDE, evidence_lines, measures_text, verdict_text
from forms.errors import WrongUsage
from forms.kinds.registry import kind_of, traits_of
from forms.neutral import clean_data
from forms.organisation import Organisation
from forms.pack import GuideAnnex, RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import diagnosis
from store.campaign.filters import find_filter, kept, state_words
from store.campaign.gathering import of_organisations
from store.campaign.organisations import organisations
from store.campaign.records import Row, list_records, roster
from store.campaign.submissions import obligations
from tui.commands import click_base, options
from tui.commands.output import Columns, put
from tui.commands.session import Session, say


class Listing(NamedTuple):
    """What is listed, and which columns a narrow terminal keeps whole or leaves out."""

    columns: Columns
    rows: Sequence[dict[str, Any]]
    firm: Sequence[str] = ()
    optional: Sequence[str] = ()


@click_base.command("list")
@options.annex()
@options.WITHIN
@click_base.option(
    "--filter",
    "filter_name",
    metavar="筛选",
    shell_complete=options.filters,
    help="只列 incomplete（未完成）、faulty（有问题）、mine（我录入的）或 forced（有说明的）；"
    "用于逐条填报的附件。",
)
@options.layout()
def command(session: Session, annex_name: str, org: str | None, filter_name: str | None, layout: str) -> None:
    """列出一个附件的内容。"""
    annex = session.annex(annex_name)
    c, org_id = session.campaign(), session.scope_id(org)
    if filter_name and not isinstance(annex, RecordsAnnex):
        raise WrongUsage(f"--filter 只用于逐条填报的附件，附件{annex.number}“{annex.name}”没有这种筛选。")
    if isinstance(annex, RecordsAnnex):
        listing = _records(c, annex, org_id, filter_name or "all", layout)
    elif isinstance(annex, GuideAnnex):
        listing = _diagnoses(c, org_id, named=bool(org))
    else:
        listing = _submissions(c, org_id)
    put(layout, *listing, without=session.without())
    if not listing.rows and filter_name:
        say(f"附件{annex.number}“{annex.name}”里没有这样的记录。")
    elif not listing.rows:
        say(f"附件{annex.number}“{annex.name}”还没有内容。")


def _records(c: Campaign, annex: RecordsAnnex, org_id: str, filter_name: str, layout: str) -> Listing:
    """A table has room for what is printed; JSON and CSV have every field, and the reasons of what was kept
    against a remark."""
    chosen, table = find_filter(filter_name), layout == "table"
    everybody = chosen.id == "incomplete" and annex.rows == "one-per-org"
    listed = kept(c, annex, (roster if everybody else list_records)(c, annex.id, org_id), chosen)
    for row in listed:
        for fault in row.faults:
            say(f"提示：{row.org.name} 的记录 {row.document.id if row.document else ''}：{fault}")
    printed = {column.shows for column in annex.columns}
    shown = {field.id: field.label for field in annex.fields if field.id in printed or not table}
    columns = {"org_name": "党组织"} | shown | {"state": "状态"}
    if layout == "csv" or (table and chosen.id == "forced"):
        columns |= {"reasons": "说明"}
    columns |= {} if table else {"id": "编号"}
    rows: list[dict[str, Any]] = [
        {
            "id": row.document.id if row.document else "",
            "rev": row.document.rev if row.document else 0,
            "org": row.org.id,
            "org_name": row.org.name,
            **(row.texts | (_kept(annex, row) if layout == "json" else {})),
            "state": state_words(annex, row) if row.document is None or row.incomplete else "",
            "forced": dict(row.document.forced) if row.document else {},
        }
        for row in listed
    ]
    if "reasons" in columns:
        for line in rows:
            line["reasons"] = "；".join(_reasons(annex, line["forced"]))
    return Listing(
        columns,
        rows,
        firm=[name for name in shown if traits_of(annex.by_id[name]).days] + ["state"],
        optional=[field.id for field in annex.fields if field.id in shown and not field.required],
    )


def _kept(annex: RecordsAnnex, row: Row) -> dict[str, Any]:
    """Values of fields that programs get as they are kept, not as they read."""
    data = row.document.data if row.document else {}
    fields = (field for field in annex.own_fields if kind_of(field).json_value)
    return {field.id: clean_data(data.get(field.id)) for field in fields}


def _reasons(annex: RecordsAnnex, forced: Mapping[str, str]) -> Iterator[str]:
    """学习内容：情况属实; a field for each."""
    for name, reason in forced.items():
        yield f"{annex.by_id[name].label if name in annex.by_id else name}：{reason}"


def _diagnoses(c: Campaign, org_id: str, named: bool) -> Listing:
    """Every indicator of an organisation that was named; else those where something was written."""
    columns = {
        "org_name": "党组织",
        "indicator": "指标",
        "short": "内容",
        "verdict": "诊断结论",
        "measures": "量化指标",
        "findings": "存在问题",
        "evidence": "佐证",
    }
    asked = [org for org in organisations(c).scope(org_id) if org.level != "school"]
    rows = of_organisations(c, asked, lambda org: _diagnosis(c, org, whole=named and org.id == org_id))
    return Listing(columns, rows, firm=("indicator", "short", "verdict"), optional=("measures", "evidence"))


def _diagnosis(c: Campaign, org: Organisation, whole: bool) -> Iterator[dict[str, Any]]:
    """``whole``: indicators where nothing was written, too."""
    now, whose = diagnosis(c, org.id), {"org": org.id, "org_name": org.name}
    for item in now.items:
        if item.written or whole:
            yield {
                **whose,
                "indicator": item.id,
                "short": item.indicator.short,
                "verdict": verdict_text(item),
                "measures": measures_text(item),
                "findings": [finding.text for finding in item.findings],
                "evidence": evidence_lines(c, org.id, item),
            }
    empty = {"indicator": "", "short": OUTSIDE, "verdict": "", "measures": "", "findings": [], "evidence": []}
    for finding in now.outside:
        yield whose | empty | {"findings": [finding.text]}


def _submissions(c: Campaign, org_id: str) -> Listing:
    columns = {
        "due": "期限",
        "org_name": "党组织",
        "title": "报送材料",
        "words": "状态",
        "date": "报送日期",
        "note": "备注",
        "deliverable": "编号",
    }
    rows = [
        {
            **one.facts,
            "words": one.status.words,
            "date": one.submission.date,
            "note": one.submission.note,
        }
        for one in obligations(c, org_id)
    ]
    return Listing(columns, rows, firm=("due", "date"), optional=("deliverable", "note"))
