"""``taizhang access``: the operating system's permissions on a store that several people share."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from forms.errors import NotAllowed, StoreError
from forms.neutral import one_line
from store.access.plan import Plan, apply_plan, make_plan
from store.access.sshd import check_logins, stanzas
from store.file_backend import FileBackend
from tui.commands import click_base
from tui.commands.session import Session, say

command = click_base.Group(
    "access",
    help="""
    按成员名单（数据文件夹里的 members.toml）管理系统权限：每个二级党组织一个 Unix 组，各进各的文件夹。

    例：taizhang access plan 看要改什么，再由 root 运行 taizhang access apply。
    """,
)


_keep = click_base.option(
    "--keep-groups", is_flag=True, help="不管组里有哪些账号，只管组、文件夹和文件（组成员在别处管理时用）。"
)


@command.command("plan")
@_keep
def show_plan(session: Session, keep_groups: bool) -> int:
    """列出要改的，写成可以照着运行的命令；什么也不改。有看不了的，跳过并说明，退出状态为5。"""
    plan = _plan(session, keep_groups)
    for line in plan.commands(session.root()):
        print(line)
    for sentence in (*plan.remarks, *plan.skipped):
        say(sentence)
    if not plan.steps:
        say("系统权限已与成员名单一致，没有要改的。")
    say("sshd_config 里应有下面两段，成员登录后才只有台账程序：")
    found = stanzas(session.root(), session.backend().settings(), plan.gate_groups)
    print(f"\n{found}", end="", file=sys.stderr)
    return StoreError.EXIT_CODE if plan.skipped else 0


@command.command("apply")
@_keep
def apply(session: Session, keep_groups: bool) -> int:
    """照 plan 改好系统权限，要用 root 运行；可以反复运行。改不了的逐条说明，其余照改，退出状态为5。"""
    if os.geteuid() != 0:
        raise NotAllowed("只有 root 能改系统权限，没有改动；请运行 sudo taizhang access apply。")
    plan = _plan(session, keep_groups)
    failed = apply_plan(session.root(), plan)
    again = _plan(session, keep_groups)
    for sentence in (*failed, *again.sentences):
        print(one_line(sentence))
    done = len(plan.steps) - len(failed)
    say(f"已改{done}处。" if plan.steps else "系统权限已与成员名单一致，没有要改的。")
    return _status(again, again.sentences, failed)


@command.command("check")
@_keep
@click_base.option(
    "--sshd-config", "config", metavar="文件", help="sshd 用的配置文件；不写时是它自己的那一个。"
)
def check(session: Session, keep_groups: bool, config: str | None) -> int:
    """检查系统权限与成员名单是否一致，成员登录后是否只有台账程序；每处不对列一行，退出状态为1；有看不了的，
    跳过并说明，退出状态为5。"""
    plan = _plan(session, keep_groups)
    logins = check_logins(session.root(), Path(config) if config else None)
    for sentence in (*plan.sentences, *logins.missed):
        print(one_line(sentence))
    if logins.untold:
        say(logins.untold)
    if plan.steps:
        say("请由 root 运行 taizhang access apply。")
    return _status(plan, [*plan.sentences, *logins.missed])


def _status(plan: Plan, wrong: Sequence[str], failed: Sequence[str] = ()) -> int:
    """Says what was left out; the status that the run ends with."""
    for sentence in plan.skipped:
        print(one_line(sentence))
    if plan.skipped or failed:
        say(f"有{len(plan.skipped) + len(failed)}处没有处理，其余照常。")
        return StoreError.EXIT_CODE
    return 1 if wrong else 0


def _plan(session: Session, keep_groups: bool) -> Plan:
    """For the office alone: it names everybody. Raises NotAllowed."""
    session.check_writing()
    return make_plan(FileBackend(session.root()), keep_groups)
