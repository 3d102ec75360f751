"""Units kept apart by the operating system, with real accounts: by the program, by an editor, and by links
planted in a folder that others share."""

from __future__ import annotations

import grp
import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from store.access import access_lists
from store.access.plan import Plan, apply_plan, make_plan
from tests.accounts import People, why_not
from tests.store.access.school import found_school, give_members

pytestmark = pytest.mark.skipif(bool(why_not("setfacl")), reason=why_not("setfacl"))
CAMPAIGN = "xuexi-zhenduan-jianshe-2021"
LABELS = ("office", "a1", "a2", "abranch", "b1", "reader", "stranger")
RECORD = ("add", "study", "--set", "time=0401", "--set", f"content={'学习党史' * 6}")


@dataclass
class Server:
    """A store with members. ``office``, ``a1``, ``a2`` (unit jsj), ``abranch`` (branch jsj-01), ``b1`` (unit
    jx), ``reader`` (reads jsj), ``stranger`` (nobody)."""

    people: People
    root: Path
    names: dict[str, str]

    def folder(self, unit: str) -> Path:
        return self.root / CAMPAIGN / "units" / unit

    def program(
        self, who: str, *words: str, input: bytes = b"", **env: str
    ) -> subprocess.CompletedProcess[str]:
        line = (self.people.program, *words, "--store", str(self.root))
        return self.people.run(self.names[who], *line, input=input, env={"TAIZHANG_TODAY": "", **env})

    def shell(self, who: str, line: str) -> subprocess.CompletedProcess[str]:
        return self.people.run(self.names[who], "/bin/sh", "-c", line)

    def group(self, unit: str) -> str:
        return f"{self.people.mark}-{unit}"

    def plan(self) -> Plan:
        return make_plan(self.root)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    people = People()
    try:
        names = {label: people.add(label) for label in LABELS}
        root = people.folder / "store"
        found_school(root)
        give_members(root, _members(people.mark, names))
        made = Server(people, root, names)
        apply_plan(root, made.plan())
        for who, org in (("a1", "jsj"), ("b1", "jx")):
            done = made.program(who, *RECORD, "--org", org)
            assert done.returncode == 0, done.stderr
        yield made
    finally:
        people.close()


def _members(mark: str, names: dict[str, str]) -> str:
    roles = [
        ("office", "office", []),
        ("a1", "unit", ["jsj"]),
        ("a2", "unit", ["jsj"]),
        ("abranch", "branch", ["jsj-01"]),
        ("b1", "unit", ["jx"]),
        ("reader", "reader", ["jsj"]),
    ]
    lines = [f'[unix]\noffice = "{mark}-office"\nprefix = "{mark}-"\n']
    for label, role, organisations in roles:
        lines.append(f'[[members]]\naccount = "{names[label]}"\nrole = "{role}"')
        if organisations:
            lines.append(f"organisations = {json.dumps(organisations)}")
    return "\n".join(lines)


def state(folder: Path) -> dict[str, tuple[str, int, int, int]]:
    """Every file below a folder: content, owner, group, mode."""
    found = {}
    for path in sorted([folder, *folder.rglob("*")]):
        at = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[str(path.relative_to(folder))] = (content, at.st_uid, at.st_gid, at.st_mode)
    return found


# What is set up


def test_after_apply_there_is_nothing_left_to_do(server: Server) -> None:
    assert server.plan().sentences == []
    done = subprocess.run(
        [server.people.program, "access", "check", "--store", server.root], capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"")


def test_a_unit_has_a_folder_of_its_group(server: Server) -> None:
    found = server.folder("jsj").stat()
    assert found.st_mode & 0o7777 == 0o2770
    assert grp.getgrgid(found.st_gid).gr_name == server.group("jsj")
    assert sorted(grp.getgrnam(server.group("jsj")).gr_mem) == sorted(
        server.names[label] for label in ("a1", "a2", "abranch")
    )
    assert grp.getgrnam(f"{server.people.mark}-office").gr_mem == [server.names["office"]]


# One's own unit


def test_two_users_of_a_unit_write_by_turns_whatever_their_umask(server: Server) -> None:
    for who in ("a1", "a2", "a1", "abranch", "office", "a2"):
        org = "jsj-01" if who == "abranch" else "jsj"
        done = server.program(who, *RECORD, "--org", org)
        assert done.returncode == 0, (who, done.stderr)
        assert done.stderr == ""
    rows = json.loads(server.program("a2", "list", "study", "--org", "jsj", "--format", "json").stdout)
    assert len(rows) >= 6
    assert server.plan().sentences == []


def test_replacing_a_shard_keeps_group_mode_and_access_list(server: Server) -> None:
    path = server.folder("jsj") / "shard.json"

    def rights() -> tuple[int, int, bytes]:
        found = path.stat()
        return found.st_gid, found.st_mode, os.getxattr(path, access_lists.ACCESS)

    before = rights()
    for who in ("a2", "office"):
        assert server.program(who, *RECORD, "--org", "jsj").returncode == 0
        assert rights() == before
        assert path.owner() == server.names[who]  # another file indeed
    subprocess.run([server.people.program, *RECORD, "--org", "jsj", "--store", server.root], check=True)
    assert rights() == before


def test_a_branch_account_writes_for_its_branch_alone(server: Server) -> None:
    assert server.program("abranch", *RECORD, "--org", "jsj-01").returncode == 0
    for org in ("jsj", "jsj-02", "jx"):
        done = server.program("abranch", *RECORD, "--org", org)
        assert done.returncode == 6, done.stderr
    assert server.program("abranch", "list", "study", "--org", "jsj").returncode == 6
    listed = json.loads(server.program("abranch", "list", "study", "--format", "json").stdout)
    assert {row["org"] for row in listed} == {"jsj-01"}


def test_a_reader_reads(server: Server) -> None:
    listed = json.loads(server.program("reader", "list", "study", "--format", "json").stdout)
    assert {row["org"] for row in listed} >= {"jsj"}
    done = server.program("reader", *RECORD, "--org", "jsj")
    assert (done.returncode, "无权修改" in done.stderr) == (6, True)
    for line in (f"echo x >> {server.folder('jsj')}/journal.jsonl", f"touch {server.folder('jsj')}/x"):
        assert server.shell("reader", line).returncode != 0
    assert server.shell("reader", f"cat {server.folder('jsj')}/shard.json").returncode == 0
    assert server.shell("reader", f"cat {server.folder('jx')}/shard.json").returncode != 0


def test_organisations_are_the_offices(server: Server) -> None:
    done = server.program("a1", "org", "set", "jsj", "--set", "phone=1")
    assert (done.returncode, "党委办公室" in done.stderr) == (6, True)
    assert server.program("office", "org", "set", "jsj", "--set", "phone=62780000").returncode == 0
    assert "62780000" in server.program("a1", "org", "list", "--format", "json").stdout
    assert server.plan().sentences == []


def test_whoever_is_no_member_gets_nothing(server: Server) -> None:
    assert server.program("stranger", "due").returncode == 5  # not even the folder can be entered
    assert server.shell("stranger", f"ls {server.root}").returncode != 0


# Another unit: by the program


@pytest.mark.parametrize(
    "words",
    [
        ("list", "study", "--org", "jx"),
        ("list", "guide", "--org", "机械学院党委"),
        ("due", "--org", "jx"),
        ("history", "--org", "jx"),
        ("export", "study", "--org", "jx", "--format", "csv", "--out", "-"),
        (*RECORD, "--org", "jx"),
        ("import", "study", "-", "--org", "jx"),
    ],
    ids=lambda words: words[0],
)
def test_the_program_refuses_another_unit(server: Server, words: tuple[str, ...]) -> None:
    before = state(server.folder("jx"))
    for env in ({}, {"USER": server.names["office"], "LOGNAME": "root", "TAIZHANG_ORG": "jx"}):
        done = server.program("a1", *words, input="时间,学习内容\r\n".encode(), **env)
        assert done.returncode == 6, done.stderr
        assert done.stdout == ""
        assert "无权" in done.stderr
    assert state(server.folder("jx")) == before


def test_what_is_listed_without_a_name_is_ones_own(server: Server) -> None:
    for words in (("due",), ("list", "study"), ("org", "list")):
        done = server.program("a1", *words, "--format", "json")
        assert done.returncode == 0, done.stderr
        assert "机械" not in done.stdout
        assert "计算机" in done.stdout


# Another unit: by an editor


ATTEMPTS = {
    "list": "ls {b}",
    "read": "cat {b}/shard.json",
    "read the journal": "cat {b}/journal.jsonl",
    "write": "echo x >> {b}/journal.jsonl",
    "replace": "cp /etc/hostname {b}/shard.json",
    "add": "touch {b}/x",
    "rename": "mv {b} {b}-gone",
    "rename a file": "mv {b}/shard.json {b}/shard.old",
    "remove": "rm -f {b}/shard.json",
    "remove the folder": "rmdir {b} || mv {a} {b}",
    "lock": "flock -n {b}/lock true",
    "lock the folder": "flock -n {b} true",
    "link": "ln {b}/shard.json {a}/stolen",
    "open up": "chmod o+rwx {b} || setfacl -m o::rwx {b}",
    "write organisations": "echo x >> {root}/organisations/journal.jsonl",
    "lock organisations": "flock -n {root}/organisations/lock true",
    "rename organisations": "mv {root}/organisations {root}/o",
    "make oneself the office": "echo >> {root}/members.toml",
    "replace the members": "cp /etc/hostname {root}/new && mv {root}/new {root}/members.toml",
    "remove the members": "rm -f {root}/members.toml",
    "change the pack": "echo >> {root}/{c}/pack/pack.toml",
    "make a unit": "mkdir {root}/{c}/units/zz",
    "write what the office says": "touch {root}/{c}/office/jsj/x",
    "read what the office says to others": "ls {root}/{c}/office/jx",
}


@pytest.mark.parametrize("what", ATTEMPTS)
def test_the_system_refuses_another_unit(server: Server, what: str) -> None:
    places = {"a": server.folder("jsj"), "b": server.folder("jx"), "root": server.root, "c": CAMPAIGN}
    before = state(server.root)
    done = server.shell("a1", ATTEMPTS[what].format(**places))
    assert done.returncode != 0, done.stdout
    assert "shard" not in done.stdout
    assert state(server.root) == before


# Another unit: by links planted in the folder that one's own unit shares


Plant = Callable[[Path, Path], None]


def by_symlink(link: Path, target: Path) -> None:
    link.symlink_to(target)


def by_hard_link(link: Path, target: Path) -> None:
    """As if the system had not refused it: it does, see above."""
    link.hardlink_to(target)


@pytest.mark.parametrize("plant", [by_symlink, by_hard_link])
@pytest.mark.parametrize("name", ["shard.json", "journal.jsonl", "lock"])
def test_a_planted_link_leads_nobody_into_another_unit(server: Server, name: str, plant: Plant) -> None:
    place, target = server.folder("jsj") / name, server.folder("jx") / name
    aside = place.with_name("aside")
    before = state(server.folder("jx"))
    place.rename(aside)
    plant(place, target)
    try:
        # A member, the office and root, each of whom may open the target or not, are all refused.
        for who in ("a1", "office"):
            done = server.program(who, *RECORD, "--org", "jsj")
            assert done.returncode == 5, (who, done.stderr)
        line = [server.people.program, *RECORD, "--org", "jsj", "--store", server.root]
        assert subprocess.run(line, capture_output=True, check=False).returncode == 5
        for who in ("a1", "office"):
            assert "机械" not in server.program(who, "list", "study", "--org", "jsj").stdout
        apply_plan(server.root, server.plan())  # root does not follow it either
        assert any(name in sentence for sentence in server.plan().sentences)
    finally:
        place.unlink()
        aside.rename(place)
    assert state(server.folder("jx")) == before
    assert server.program("a1", *RECORD, "--org", "jsj").returncode == 0


def test_root_does_not_give_away_what_a_link_points_to(server: Server) -> None:
    secret = server.people.folder / "secret"
    secret.touch(0o600)
    folder = server.people.folder / "secrets"
    folder.mkdir(0o700)
    planted = f"ln -s {secret} files; ln -s {folder} damaged; mkfifo pipe"
    assert server.shell("a1", f"cd {server.folder('jsj')} && {planted}").returncode == 0
    before = (state(folder), secret.stat().st_mode, secret.stat().st_gid)
    try:
        plan = server.plan()
        apply_plan(server.root, plan)
        assert len([sentence for sentence in plan.remarks if "units/jsj 里的" in sentence]) == 3
    finally:
        server.shell("a1", f"cd {server.folder('jsj')} && rm files damaged pipe")
    assert (state(folder), secret.stat().st_mode, secret.stat().st_gid) == before


# Drift


def _joined(server: Server) -> str:
    return f"usermod -a -G {server.group('jx')} {server.names['a1']}"


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
    subprocess.run(["/bin/sh", "-ec", line], check=True, capture_output=True)
    plan = server.plan()
    try:
        told = [sentence for sentence in plan.sentences if "lock" not in sentence or "lock" in what]
        assert len(told) == 1, plan.sentences
        assert words in told[0]
    finally:
        apply_plan(server.root, plan)
    assert server.plan().sentences == []
    assert server.program("a2", *RECORD, "--org", "jsj").returncode == 0


def test_the_printed_plan_does_the_same(server: Server) -> None:
    subprocess.run(
        ["/bin/sh", "-ec", f"setfacl -R -b -k {server.root}; rm {server.root}/*/units/*/lock"], check=True
    )
    shown = subprocess.run(
        [server.people.program, "access", "plan", "--store", server.root],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "setfacl" in shown.stdout
    assert server.plan().sentences != []  # showing changes nothing
    subprocess.run(["/bin/sh", "-e"], input=shown.stdout, text=True, check=True)
    assert server.plan().sentences == []


def test_only_root_applies_and_only_the_office_looks(server: Server) -> None:
    done = server.program("office", "access", "apply")
    assert (done.returncode, "root" in done.stderr) == (6, True)
    assert server.program("office", "access", "check").returncode == 0
    for words in (("access", "plan"), ("access", "check"), ("config", "set", "org", "jx", "--for-store")):
        assert server.program("a1", *words).returncode == 6
