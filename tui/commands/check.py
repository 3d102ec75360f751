"""``taizhang check``: is every file of the store whole, and every record readable? And putting right what can
be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from forms.errors import PackError, TaizhangError
from forms.neutral import one_line
from store.backends import open_campaign
from store.campaign.campaign import Campaign
from store.campaign.pack_update import told_to
from store.campaign.records import list_records
from store.campaign.referential_checks import check_references
from store.found import STATUSES, WORDS, Found, worst
from store.integrity import REPAIR
from store.protocol import Repairs
from store.shards.sentences import remedied
from tui.commands import click_base, options
from tui.commands.output import put_json
from tui.commands.session import Session, say


@click_base.command("check")
@click_base.option("--repair", is_flag=True, help="能修的修好，逐条说明做了什么，再检查一遍。")
@click_base.option(
    "--against", metavar="备份文件", help="再与这份备份对照：备份以后有没有日志被截短、改写或拿走。"
)
@options.layout("table（一处一行，默认）或 json（状态和编码，供程序读取）。", ("table", "json"))
def command(session: Session, repair: bool, against: str | None, layout: str) -> int:
    """检查数据是否完好：文件能否读、日志是否连续、数据文件与日志是否一致、内容之间的引用和工作模板是否相符、
    文件权限是否得当。每处一行，写明是已整理、内容有误、权限有变还是损坏。

    退出状态：正常和已整理为0，内容有误和权限有变为1，有损坏或有读不了、检查不了的为5。

    --repair 据日志重建数据文件；被替换下来的文件移入该处的 damaged 文件夹，不删除任何内容。日志本身损坏的
    不改动，须从备份恢复。

    --against 查出备份以后改动过的日志，连重新算过全部校验值的也能查出，退出状态为5；备份要放在改动者够不着
    的地方。

    例：taizhang check --against /media/usb/台账-20210410.zip
    """
    repairs = Repairs()
    if repair:
        session.check_writing()
        repairs = session.backend().repair()
    found = list(dict.fromkeys([*_found(session), *map(Found, repairs.failed)]))
    if against:
        found += _changed(session, against)
    state = worst(found)
    if layout == "json":
        told = [{"state": one.state, "code": one.code, "text": str(one)} for one in found]
        put_json(
            {"state": state, "word": WORDS[state], "found": told, "repaired": list(map(str, repairs.done))}
        )
    else:
        for sentence in repairs.done:
            print(one_line(f"已修复：{sentence}"))
        for one in sorted(found, key=lambda one: -list(WORDS).index(one.state)):
            print(one_line(f"{WORDS[one.state]}：{one}"))
    if repair and not repairs.done:
        say("没有可修复的。")
    for sentence in session.backend().tidy(session.backend().members()):
        say(f"提示：{sentence}")
    counts = Counter(one.state for one in found)
    said = "、".join(f"{word}{counts[one]}处" for one, word in WORDS.items() if counts[one])
    say(f"{WORDS[state]}：{said}。" if said else "正常：数据完好。")
    return STATUSES[state]


def _changed(session: Session, backup: str) -> Iterator[Found]:
    backend = session.backend()
    for sentence in backend.check_against(Path(backup).expanduser(), backend.members()):
        yield Found(sentence, "changed-since")


def _found(session: Session) -> Iterator[Found]:
    backend = session.backend()
    member = backend.members()
    yield from backend.check(member)
    if member is not None and not member.office:
        say("只检查了当前账号看得到的部分。")
    for name in [session.campaign_id] if session.campaign_id else backend.campaigns():
        try:
            c = open_campaign(backend, name, session.clock(), session.actor())
        except PackError as error:  # the others are looked at all the same
            yield Found(f"{name} 的工作模板：{error.sentence}", "pack")
            continue
        try:
            yield from (Found(said, "reference") for said in check_references(c))
            yield from (Found(said, "value") for said in _faults(c))
            if words := told_to(c):  # from before an update: nothing is wrong with it
                say(f"提示：{c.id} 的{words}")
        except TaizhangError as error:  # what a damaged file keeps from being read; told already
            yield Found(remedied(error, REPAIR))
        yield from (Found(remedied(error, REPAIR)) for error in c.left_out.why.values())
        for warning in c.store.warnings():
            say(f"提示：{warning}")


def _faults(c: Campaign) -> Iterator[str]:
    """Records with a value that its field cannot have: told whatever wrote it."""
    for annex in c.pack.records:
        for row in list_records(c, annex.id):
            name = f"附件{annex.number}，{row.org.name}，记录 {row.document.id if row.document else ''}"
            yield from (f"{name}：{fault}。" for fault in row.faults)
