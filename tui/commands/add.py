"""``taizhang add``: one record, one indicator's diagnosis, or one submission, checked as on the screens."""

from __future__ import annotations

from collections.abc import Sequence

from forms.errors import BadInput, ConflictError, WrongUsage
from forms.organisation import Organisation
from forms.pack import GuideAnnex, RecordsAnnex
from forms.references import read_indicator
from forms.split import split_entries
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import checked_evidence, diagnosis, guide_of, indicator_changes, judged
from store.campaign.findings import Finding, addition, findings
from store.campaign.organisations import shard_of
from store.campaign.records import Unsettled, get_row, record_id, save_record
from store.campaign.submissions import find_obligation, mark
from store.campaign.writing import write
from store.protocol import Change, Document
from tui.commands import click_base, options
from tui.commands.options import assignments, split_assignment
from tui.commands.session import Session, say

_OF_GUIDE = {"指标": "indicator", "诊断结论": "verdict", "存在问题": "finding", "佐证": "evidence"}
_KNOWN = (
    "indicator（指标）、verdict（诊断结论）、finding（存在问题）、evidence（佐证）、"
    "measure.量化指标、period.量化指标"
)


@click_base.command("add")
@options.annex()
@options.OWN
@options.pairs(
    "学习情况：time、content、method、organiser、participants、hours、category、expected、"
    "present；诊断：indicator、verdict、finding（可多次）、evidence（学习记录的编号，逗号隔开）、measure.量化指标、period.量化指标（统计期间）；"
    "台账：experience、case、problems、note；推进时间表：deliverable、state、date、extended_to、title、note。"
    "也可以写中文项名。",
)
@click_base.option("--incomplete", is_flag=True, help="缺必填项时先存为未完成。")
@click_base.option("--force", metavar="原因", help="与一般要求不符时仍按此填报，原因随记录保存。")
@click_base.option("--update", is_flag=True, help="台账等每个党组织只有一条的附件：已有时修改所写的各项。")
def command(
    session: Session,
    annex_name: str,
    org: str | None,
    pairs: Sequence[str],
    incomplete: bool,
    force: str | None,
    update: bool,
) -> None:
    """填报一条内容，打印它的编号。必填项和界面上一样检查。

    例：
    taizhang add study --org cs --set time=0406 --set content=学习内容 --set method=党课
    taizhang add guide --org cs --set indicator=1-4 --set verdict=3 --set finding=问题
    taizhang add guide --org cs --set indicator=1-4 --set measure.full-time-organisers=0
    taizhang add guide --org cs --set indicator=3-1 --set evidence=记录编号,记录编号
    taizhang add ledger --org cs --set experience=经验 --set case=案例 --set problems=1.问题（对照1-4）2.问题
    taizhang add schedule --org cs --set deliverable=study-summary --set state=submitted --set date=0507
    """
    annex = session.annex(annex_name)
    c, chosen = session.campaign(), session.organisation(org)
    if force is not None and not force.strip():
        raise WrongUsage("--force 后面要写明原因。")
    if isinstance(annex, RecordsAnnex):
        written = _record(c, annex, chosen, pairs, incomplete, force or "", update)
    elif isinstance(annex, GuideAnnex):
        written = _diagnosis(c, chosen, pairs)
    else:
        written = _submission(c, chosen, pairs)
    print(written)


def _record(
    c: Campaign,
    annex: RecordsAnnex,
    org: Organisation,
    pairs: Sequence[str],
    incomplete: bool,
    force: str,
    update: bool,
) -> str:
    by_label = {field.label: field.id for field in annex.fields}
    raw = {by_label.get(name, name): value for name, value in assignments(pairs).items()}
    base, known_id = 0, ""
    if annex.rows == "one-per-org":
        known_id = record_id(annex, org.id)
        now = get_row(c, annex.id, org.id, known_id).document
        base = now.rev if now and update else 0
    forced = {field.id: force for field in annex.fields} if force else {}

    def save(open_too: bool) -> Document:
        return save_record(
            c,
            annex.id,
            org.id,
            raw,
            id=known_id,
            base=base,
            forced=forced,
            incomplete=open_too,
            duplicates=True,
        )

    try:
        try:
            saved = save(False)
        except Unsettled as error:
            # As on the screen: what is merely unusual wants a reason, it is not missing.
            if not incomplete or all(remark.kind == "soft" for remark in error.remarks):
                raise
            saved = save(True)
    except Unsettled as error:
        raise BadInput(_unsettled(annex, error)) from error
    except ConflictError:
        if annex.rows == "one-per-org" and not update:
            sentence = f"“{org.name}”的附件{annex.number}已有一条，没有保存；要修改它请加 --update。"
            raise ConflictError(sentence) from None
        raise
    for name in saved.forced:
        say(f"提示：“{annex.by_id[name].label}”与一般要求不符，已按所写原因保存。")
    if saved.state == "incomplete":
        say("提示：已存为未完成，还有必填项要补。")
    return saved.id


def _unsettled(annex: RecordsAnnex, error: Unsettled) -> str:
    """Every field that stopped the save, and what may be done about it."""
    fields = "；".join(
        f"“{annex.by_id[one.field].label}”（{one.field}）{one.text.rstrip('。')}" for one in error.remarks
    )
    soft = all(one.kind == "soft" for one in error.remarks)
    remedy = "仍按此填报请加 --force 原因" if soft else "请补全或改正，或加 --incomplete 先存为未完成"
    return f"附件{annex.number}没有保存：{fields}。{remedy}。"


def _submission(c: Campaign, org: Organisation, pairs: Sequence[str]) -> str:
    labels = {
        "报送材料": "deliverable",
        "状态": "state",
        "报送日期": "date",
        "延期至": "extended_to",
        "备注": "note",
        "称号": "title",
    }
    raw = {labels.get(name, name): value for name, value in assignments(pairs).items()}
    for name in raw:
        if name not in labels.values():
            known = "、".join(f"{field}（{label}）" for label, field in labels.items())
            raise WrongUsage(f"附件1没有“{name}”这一项；可用：{known}。")
    for name, label in (("deliverable", "报送材料"), ("state", "状态")):
        if not raw.get(name):
            raise BadInput(f"附件1没有保存：还要写明{label}，即 --set {name}=…。")
    owed = find_obligation(c, org.id, raw["deliverable"], raw.get("title", ""))
    marked = mark(
        c,
        owed,
        raw["state"],
        date=raw.get("date", ""),
        extended_to=raw.get("extended_to", ""),
        note=raw.get("note", owed.submission.note),
    )
    assert marked.document is not None
    say(f"{org.name}《{marked.name}》：{marked.status.words}。")
    return marked.document.id


def _diagnosis(c: Campaign, org: Organisation, pairs: Sequence[str]) -> str:
    """Verdict, measures and findings of one indicator, in one write; returns the id of the indicator's
    document, or of a finding that stands alone. A number beyond its limit is saved and told: it is a fact.
    Raises BadInput, WrongUsage, Conflict."""
    said, texts = _sorted(pairs)
    indicator = read_indicator(said.get("indicator", ""))
    found = guide_of(c, org).indicators.get(indicator)
    # By name too, for people who do not know their ids.
    ids = {measure.label: measure.id for measure in found.measures} if found else {}
    numbers, periods = (
        {ids.get(name, name): value for name, value in _beneath(kind, said).items()}
        for kind in ("measure.", "period.")
    )
    judges = bool(said.get("verdict") or numbers or "evidence" in said)
    if not (judges or texts):
        raise BadInput(
            "附件3没有保存：还要写明 verdict（诊断结论）、finding（存在问题）、evidence（佐证）"
            "或 measure.量化指标。"
        )
    if not indicator and judges:
        raise BadInput("附件3没有保存：还要写明是哪个指标，如 --set indicator=1-3。")
    changes: list[Change] = []
    if judges:
        measures = {name: (number, periods.pop(name, "")) for name, number in numbers.items()}
        pointed = None
        if found and "evidence" in said:  # none at all clears it
            pointed = checked_evidence(c, org.id, indicator, split_entries(said["evidence"]))
        changes.append(indicator_changes(c, org.id, indicator, said.get("verdict", ""), measures, pointed))
    if periods:
        raise WrongUsage(f"period.{next(iter(periods))} 要和同名的 measure 一起写。")
    changes += _new_findings(c, org, indicator, texts)
    written = write(c, shard_of(c, org.id), changes)
    if indicator:
        _tell_judgements(c, org, indicator, list(numbers))
    return written[0].id if written and written[0] else ""


def _sorted(pairs: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """What was said, by name, and the findings."""
    said: dict[str, str] = {}
    texts: list[str] = []
    for written, value in map(split_assignment, pairs):
        name = _OF_GUIDE.get(written, written)
        kind, _, measure = name.partition(".")
        if name == "finding":
            texts.append(value)
        elif name not in _OF_GUIDE.values() and not (measure and kind in ("measure", "period")):
            raise WrongUsage(f"附件3没有“{name}”这一项；可用：{_KNOWN}。")
        elif name in said:
            raise WrongUsage(f"“{name}”写了两次，只能写一次。")
        else:
            said[name] = value.strip()
    return said, texts


def _beneath(kind: str, said: dict[str, str]) -> dict[str, str]:
    """``measure.x`` and the like, by what stands behind the point."""
    return {name.removeprefix(kind): value for name, value in said.items() if name.startswith(kind)}


def _new_findings(c: Campaign, org: Organisation, indicator: str, texts: Sequence[str]) -> list[Change]:
    """One change a text; one that is there already is not added again, so that a script can run twice."""
    row: list[Finding] = findings(c, org.id)
    changes = []
    for text in texts:
        change = addition(c, org.id, text, indicator, row)
        assert change.data is not None
        said, place = change.data["text"], change.data["indicator"]
        if any((finding.text, finding.indicator) == (said, place) for finding in row):
            continue
        row.append(Finding(change.id, 0, org.id, said, place, order=change.data["order"]))
        changes.append(change)
    return changes


def _tell_judgements(c: Campaign, org: Organisation, indicator: str, measures: Sequence[str]) -> None:
    now = diagnosis(c, org.id)
    item = now.item(indicator)
    for measure in item.indicator.measures:
        said = (
            judged(c, now.guide, measure, item.measures.get(measure.id)) if measure.id in measures else None
        )
        if said is not None and said.judgement.level != "fine":
            say(f"提示：{said.judgement.sentence}")
    if item.wants_finding and item.verdict:
        say(f"提示：指标{indicator}的结论是“{item.verdict.word}”，还没有写存在问题。")
