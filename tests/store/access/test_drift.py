"""Permissions that are no longer what the members' file says: told in a line each, and put right."""

from __future__ import annotations

import subprocess

import pytest

from tests.support.accounts import change_lists, lists, why_not
from tests.support.users import CAMPAIGN, RECORD, Server

pytestmark = pytest.mark.skipif(bool(why_not("setfacl")), reason=why_not("setfacl"))


DRIFT: dict[str, tuple[str, str]] = {
    "open to all": ("chmod o+r {a}/shard.json", "其他人"),
    "another group": ("chgrp root {a}/journal.jsonl", "的组是 root"),
    "no setgid": ("chmod g-s {a}", "setgid"),
    "no default list": ("setfacl -k {a}", "默认权限"),
    "an entry too many": ("setfacl -m g:{group_b}:rwx {a}", "组 "),
    "the mask": ("chmod g-w {a}/shard.json", "所属的组"),
    "a stranger's folder": ("chown nobody {a}", "属主"),
    "no lock": ("rm {a}/lock", "缺少文件"),
    "no folder": ("rm -r {root}/{c}/office/jsj", "缺少文件夹"),
    "in another unit's group": ("usermod -a -G {group_b} {a1}", "没有给它这个权限"),
    "not in the group": ("gpasswd -d {a2} {group_a}", "不在组"),
    "members may not read": ("setfacl -b {root}/organisations/shard.json", "应为 r--"),
}


@pytest.mark.parametrize("what", DRIFT)
def test_drift_is_told_in_a_line_and_put_right(server: Server, what: str) -> None:
    line, words = DRIFT[what]
    line = line.format(
        a=server.folder("jsj"),
        root=server.root,
        c=CAMPAIGN,
        group_a=server.group("jsj"),
        group_b=server.group("jx"),
        a1=server.names["a1"],
        a2=server.names["a2"],
    )
    change_lists("/bin/sh", "-ec", line)
    plan = server.plan()
    try:
        told = [sentence for sentence in plan.sentences if "lock" not in sentence or "lock" in what]
        assert len(told) == 1, plan.sentences
        assert words in told[0]
    finally:
        server.apply(plan)
    assert server.plan().sentences == []
    assert server.program("a2", *RECORD, "--org", "jsj").returncode == 0


def test_the_printed_plan_does_the_same(server: Server) -> None:
    subprocess.run(
        ["/bin/sh", "-ec", f"setfacl -R -b -k {server.root}; rm {server.root}/*/units/*/lock"], check=True
    )
    shown = server.as_root("access", "plan")
    assert "setfacl" in shown.stdout
    assert server.plan().sentences != []  # showing changes nothing
    with lists():
        subprocess.run(["/bin/sh", "-e"], input=shown.stdout, text=True, check=True)
    assert server.plan().sentences == []


def test_only_root_applies_and_only_the_office_looks(server: Server) -> None:
    done = server.program("office", "access", "apply")
    assert (done.returncode, "root" in done.stderr) == (6, True)
    assert server.program("office", "access", "check").returncode == 0
    for words in (("access", "plan"), ("access", "check"), ("config", "set", "org", "jx", "--for-store")):
        assert server.program("a1", *words).returncode == 6
