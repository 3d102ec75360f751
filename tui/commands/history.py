"""``taizhang history``: every version of every answer, and bringing an old one back."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from forms.clock import SHANGHAI, SystemClock
from forms.errors import BadInput, WrongUsage
from forms.neutral import one_line
from forms.when import parse_day
from store.campaign.campaign import Campaign
from store.campaign.changes import FieldChange, changes_by_field, describe_changes, subject
from store.campaign.history import bring_back, history, shard_that_holds
from store.campaign.organisations import organisations
from store.versions import DEEDS, Version
from tui.commands import click_base, options
from tui.commands.cells import cells, pad, shorten
from tui.commands.output import GAP, emit, put
from tui.commands.session import Session, say

ORGANISATION = "organisation"
"""Stands beside the annexes: the list of organisations has its history too."""

NOTHING = "（空）"
BRIEF = 60
"""Cells of a value before and after that still stand on one line together."""


@click_base.command("history")
@options.annex(
    "schedule、study、guide、ledger，或 1 至 4；organisation 为党组织；不写时全部。", "[附件]", required=False
)
@options.WITHIN
@click_base.option("--id", "document_id", metavar="编号", help="只列这一条的历史。")
@click_base.option("--since", metavar="日期", help="只列这一天起的改动，如 2021-04-01、4.1 或 -7（七天前）。")
@click_base.option(
    "--restore", "rev", type=click_base.WHOLE, metavar="版本", help="恢复成这一版；须同时写 --id。"
)
@options.layout("table（一版一段，默认）、json 或 csv（一个项目一行）。")
def command(
    session: Session,
    annex_name: str | None,
    org: str | None,
    document_id: str | None,
    since: str | None,
    rev: int | None,
    layout: str,
) -> None:
    """列出改动历史：每一版是谁、何时、改了什么，最新的在最后；删除的内容也在其中。

    用 --id 和 --restore 把一条内容恢复成以前的某一版（作为新的一版保存），已删除的也可这样恢复。

    例：taizhang history study --org jsj --since 2021-04-01
    例：taizhang history --id 01F2Y3Z4 --restore 2
    """
    if rev is not None:
        _restore(session, document_id, rev)
        return
    c = session.campaign()
    annex = annex_name or ""
    if annex and annex != ORGANISATION:
        annex = session.annex(annex).id
    org_id = session.organisation(org).id if org else ("" if document_id else session.scope_id(None))
    found = history(c, annex, org_id, document_id or "", _day(since) if since else None)
    if layout == "table":
        emit("".join(f"{line}\n" for line in _lines(c, found)).encode())
    elif layout == "json":
        put(layout, {}, [_as_json(c, version) for version in found], without=session.without())
    else:
        put(layout, _CSV, [row for version in found for row in _as_rows(c, version)])
    if not found:
        say("没有符合条件的改动。")


def _restore(session: Session, document_id: str | None, rev: int) -> None:
    if not document_id:
        raise WrongUsage("--restore 要同时用 --id 写明是哪一条；编号见 taizhang history。")
    c = session.campaign()
    back = bring_back(c, shard_that_holds(c, document_id), document_id, rev)
    print(back.id)
    say(f"已恢复成第{rev}版的内容，存为第{back.rev}版。")


def _day(text: str) -> date:
    """Changes were made in real time, whatever day the session plays: so the day is read by the real one."""
    try:
        return parse_day(text, SystemClock().today())
    except BadInput as error:
        raise WrongUsage(f"--since：{error.sentence}") from error


_CSV = {
    "at": "时间",
    "by": "账号",
    "deed": "动作",
    "rev": "版本",
    "org_name": "党组织",
    "subject": "内容",
    "label": "项目",
    "before": "原来",
    "after": "改为",
    "id": "编号",
}


def _head(c: Campaign, version: Version) -> dict[str, Any]:
    org = organisations(c).get(version.org)
    return {
        "at": _moment(version.at),
        "by": version.by,
        "deed": DEEDS[version.deed],
        "rev": version.rev,
        "org_name": org.name if org else version.org,
        "subject": subject(c, version),
        "id": version.id,
    }


def _moment(at: str) -> str:
    """In Asia/Shanghai, to the second; a time that is none is shown as it is."""
    try:
        return datetime.fromisoformat(at).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError):
        return at


def _lines(c: Campaign, found: Sequence[Version]) -> Iterator[str]:
    """A line a version, beneath it its document's id and what changed."""
    heads = [{name: one_line(str(value)) for name, value in _head(c, one).items()} for one in found]
    for head in heads:
        head["rev"] = f"第{head['rev']}版"
    widths = {name: max((cells(head[name]) for head in heads), default=0) for name in _IN_LINE}
    room = _room()
    for head, version in zip(heads, found, strict=True):
        line = GAP.join([*(pad(head[name], width) for name, width in widths.items()), head["subject"]])
        yield shorten(line, room) if room else line
        yield f"    编号：{head['id']}"
        yield from (f"    {line}" for line in _told(c, version))


_IN_LINE = ("at", "by", "deed", "rev", "org_name")


def _room() -> int:
    """Cells of the terminal's line; 0 where what is printed goes somewhere else."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def _told(c: Campaign, version: Version) -> Iterator[str]:
    """A line or more for each field that changed."""
    for change in describe_changes(c, version):
        before, after = one_line(change.before), one_line(change.after)
        if version.deed in ("created", "restored"):
            yield f"{change.label}：{after}"
        elif version.deed == "deleted":
            yield f"{change.label}：{before}"
        elif cells(before) + cells(after) <= BRIEF:
            yield f"{change.label}：{before or NOTHING} 改为 {after or NOTHING}"
        else:
            yield f"{change.label}："
            yield f"    原来：{before or NOTHING}"
            yield f"    改为：{after or NOTHING}"


def _as_json(c: Campaign, version: Version) -> dict[str, Any]:
    changes = [
        {"field": field, "label": one.label, "before": one.before, "after": one.after}
        for field, one in changes_by_field(c, version).items()
    ]
    return {
        **_head(c, version),
        "at": version.at,
        "deed": version.deed,
        "org": version.org,
        "annex": version.annex,
        "shard": version.shard,
        "sequence": version.sequence,
        "changes": changes,
    }


def _as_rows(c: Campaign, version: Version) -> Iterator[dict[str, Any]]:
    head = _head(c, version)
    for one in describe_changes(c, version) or [FieldChange("", "", "")]:
        yield {**head, "label": one.label, "before": one.before, "after": one.after}
