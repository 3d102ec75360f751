"""Real accounts at work on what is theirs: whatever their umask, and as far as their role goes."""

from __future__ import annotations

import grp
import json
import os

import pytest

from store.access import access_lists
from store.access.sshd import stanzas
from tests.support.accounts import why_not
from tests.support.sshd import configured
from tests.support.users import RECORD, Server

pytestmark = pytest.mark.skipif(bool(why_not("setfacl")), reason=why_not("setfacl"))


def test_after_apply_there_is_nothing_left_to_do(server: Server) -> None:
    assert server.plan().sentences == []
    gate = configured(server.people, stanzas(server.root, {}, server.plan().gate_groups))
    done = server.as_root("access", "check", "--sshd-config", gate)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_unit_has_a_folder_of_its_group(server: Server) -> None:
    found = server.folder("jsj").stat()
    assert found.st_mode & 0o7777 == 0o2770
    assert grp.getgrgid(found.st_gid).gr_name == server.group("jsj")
    assert sorted(grp.getgrnam(server.group("jsj")).gr_mem) == sorted(
        server.names[label] for label in ("a1", "a2", "abranch")
    )
    assert grp.getgrnam(server.group("office")).gr_mem == [server.names["office"]]


def test_two_users_of_a_unit_write_by_turns_whatever_their_umask(server: Server) -> None:
    for who in ("a1", "a2", "a1", "abranch", "office", "a2"):
        org = "jsj-01" if who == "abranch" else "jsj"
        done = server.program(who, *RECORD, "--org", org)
        assert done.returncode == 0, (who, done.stderr)
        assert done.stderr in ("", "提示：“学习内容”与一般要求不符，已按所写原因保存。\n")
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
        assert server.program(who, "check").returncode == 0  # writes the shard
        assert rights() == before
        assert path.owner() == server.names[who]  # another file indeed
    assert server.as_root(*RECORD, "--org", "jsj").returncode == 0
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


@pytest.mark.parametrize("who", ["a1", "reader", "office"])
def test_what_one_may_see_is_found_sound(server: Server, who: str) -> None:
    done = server.program(who, "check")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout


def test_a_members_first_attachment_is_no_alarm(server: Server) -> None:
    """The folder of attachments is then that member's, and its colleagues' to write to all the same."""
    for who, word in (("a1", "证明"), ("a2", "又一份")):
        paper = server.people.home(server.names[who]) / f"{word}.pdf"
        paper.write_bytes(word.encode())
        paper.chmod(0o644)
        line = ("material", "--org", "jsj", "--deliverable", "final-report", "--attach", str(paper))
        done = server.program(who, *line)
        assert done.returncode == 0, done.stderr
    folder = server.folder("jsj") / "files"
    assert (folder.owner(), len(list(folder.iterdir()))) == (server.names["a1"], 2)
    assert server.plan().sentences == []
    checked = server.program("office", "check")
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stderr
