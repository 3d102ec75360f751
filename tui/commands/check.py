"""``taizhang check``: is every file of the store whole, and every record readable? And putting right what can
be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from forms.errors import StoreError, TaizhangError
from forms.neutral import one_line
from store.backends import open_campaign
from store.campaign.campaign import Campaign
from store.campaign.pack_update import told_to
from store.campaign.records import list_records
from store.campaign.referential_checks import check_references
from store.integrity import REPAIR
from store.shards.sentences import remedied
from tui.commands import click_base
from tui.commands.session import Session, say


@click_base.command("check")
@click_base.option("--repair", is_flag=True, help="能修的修好，逐条说明做了什么，再检查一遍。")
@click_base.option(
    "--against", metavar="备份文件", help="再与这份备份对照：备份以后有没有日志被截短、改写或拿走。"
)
def command(session: Session, repair: bool, against: str | None) -> int:
    """检查数据是否完好：文件能否读、日志是否连续、数据文件与日志是否一致、内容之间的引用和工作模板是否相符、
    文件权限是否得当。有问题时逐条列出，退出状态为1。

    --repair 据日志重建数据文件；被替换下来的文件移入该处的 damaged 文件夹，不删除任何内容。日志本身损坏的
    不改动，须从备份恢复。

    --against 查出备份以后改动过的日志，连重新算过全部校验值的也能查出，退出状态为5；备份要放在改动者够不着
    的地方。

    例：taizhang check --against /media/usb/台账-20210410.zip
    """
    failed: list[str] = []
    if repair:
        session.check_writing()
        repairs = session.backend().repair()
        failed = repairs.failed
        for sentence in repairs.done:
            print(one_line(f"已修复：{sentence}"))
        if not repairs.done:
            say("没有可修复的。")
    problems = list(dict.fromkeys([*_problems(session), *failed]))
    changed = _changed(session, against) if against else []
    problems += changed
    for problem in problems:
        print(one_line(problem))
    say(f"发现{len(problems)}处问题。" if problems else "数据完好。")
    if changed:
        return StoreError.EXIT_CODE
    return 1 if problems else 0


def _changed(session: Session, backup: str) -> list[str]:
    backend = session.backend()
    return backend.check_against(Path(backup).expanduser(), backend.members())


def _problems(session: Session) -> Iterator[str]:
    backend = session.backend()
    member = backend.members()
    yield from backend.check(member)
    if member is not None and not member.office:
        say("只检查了当前账号看得到的部分。")
    for c in _campaigns(session):
        try:
            yield from check_references(c)
            yield from _faults(c)
            if words := told_to(c):  # from before an update: nothing is wrong with it
                say(f"提示：{c.id} 的{words}")
        except TaizhangError as error:  # what a damaged file keeps from being read; told already
            yield remedied(error, REPAIR)
        for warning in c.store.warnings():
            say(f"提示：{warning}")


def _campaigns(session: Session) -> Iterator[Campaign]:
    """The one that is named, or all there are."""
    if session.campaign_id:
        yield session.campaign()
        return
    backend = session.backend()
    for name in backend.campaigns():
        yield open_campaign(backend, name, session.clock(), session.actor())


def _faults(c: Campaign) -> Iterator[str]:
    """Records with a value that its field cannot have: told whatever wrote it."""
    for annex in c.pack.records:
        for row in list_records(c, annex.id):
            name = f"附件{annex.number}，{row.org.name}，记录 {row.document.id if row.document else ''}"
            yield from (f"{name}：{fault}。" for fault in row.faults)
