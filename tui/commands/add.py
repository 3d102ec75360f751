"""``taizhang add``: one record, one indicator's diagnosis, or one submission, checked as on the screens."""

from __future__ import annotations

from collections.abc import Sequence

import click

from forms.errors import BadInput, ConflictError, WrongUsage
from forms.organisation import Organisation
from forms.pack import GuideAnnex, RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.records import Unsettled, get_row, record_id, save_record
from store.campaign.submissions import find_obligation, mark
from store.protocol import Document
from tui.commands import click_base, completion
from tui.commands.add_guide import diagnose
from tui.commands.fields import assignments
from tui.commands.session import Session, say


@click_base.command(
    "add",
    help="""
    填报一条内容，打印它的编号。必填项和界面上一样检查。

    例：
    taizhang add study --org cs --set time=0406 --set content=学习内容 --set method=党课
    taizhang add guide --org cs --set indicator=1-4 --set verdict=3 --set finding=问题
    taizhang add guide --org cs --set indicator=1-4 --set measure.full-time-organisers=0
    taizhang add guide --org cs --set indicator=3-1 --set evidence=记录编号,记录编号
    taizhang add ledger --org cs --set experience=经验 --set case=案例 --set problems=1.问题（对照1-4）2.问题
    taizhang add schedule --org cs --set deliverable=study-summary --set state=submitted --set date=0507
    """,
)
@click_base.argument(
    "annex_name",
    "附件",
    "schedule、study、guide、ledger，或 1 至 4。",
    shell_complete=completion.annexes_of_pack,
)
@click_base.option(
    "--org",
    metavar="党组织",
    shell_complete=completion.organisation_ids,
    help="是哪个党组织的：编号、规范简称或全称；不写时按设置项 org。",
)
@click_base.option(
    "--set",
    "pairs",
    multiple=True,
    metavar="项=值",
    help="一项内容，可写多次。学习情况：time、content、method、organiser、participants、hours、category、expected、"
    "present；诊断：indicator、verdict、finding（可多次）、evidence（学习记录的编号，逗号隔开）、measure.量化指标、period.量化指标（统计期间）；"
    "台账：experience、case、problems、note；推进时间表：deliverable、state、date、extended_to、title、note。"
    "也可以写中文项名。",
)
@click_base.option("--incomplete", is_flag=True, help="缺必填项时先存为未完成。")
@click_base.option("--force", metavar="原因", help="与一般要求不符时仍按此填报，原因随记录保存。")
@click_base.option("--update", is_flag=True, help="台账等每个党组织只有一条的附件：已有时修改所写的各项。")
@click.pass_obj
def command(
    session: Session,
    annex_name: str,
    org: str | None,
    pairs: Sequence[str],
    incomplete: bool,
    force: str | None,
    update: bool,
) -> None:
    annex = session.annex(annex_name)
    c, chosen = session.campaign(), session.organisation(org)
    if force is not None and not force.strip():
        raise WrongUsage("--force 后面要写明原因。")
    if isinstance(annex, RecordsAnnex):
        written = _record(c, annex, chosen, pairs, incomplete, force or "", update)
    elif isinstance(annex, GuideAnnex):
        written = diagnose(c, chosen, pairs)
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


def _unsettled(annex: RecordsAnnex, error: Exception) -> str:
    """Every field that stopped the save, and what may be done about it."""
    assert isinstance(error, Unsettled)
    fields = "；".join(
        f"“{annex.by_id[one.field].label}”（{one.field}）{one.text.rstrip('。')}" for one in error.remarks
    )
    remedies = []
    levels = {one.kind for one in error.remarks}
    if levels == {"soft"}:
        remedies.append("仍按此填报请加 --force 原因")
    elif levels - {"soft"}:
        remedies.append("请补全或改正，或加 --incomplete 先存为未完成")
    return f"附件{annex.number}没有保存：{fields}。{'；'.join(remedies)}。"


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
