"""Units kept apart by the operating system, with real accounts: by the program, by an editor, and by links
planted in a folder that others share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.accounts import why_not
from tests.support.users import CAMPAIGN, RECORD, Server, state

pytestmark = pytest.mark.skipif(bool(why_not("setfacl")), reason=why_not("setfacl"))

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
        assert server.as_root(*RECORD, "--org", "jsj").returncode == 5
        for who in ("a1", "office"):
            assert "机械" not in server.program(who, "list", "study", "--org", "jsj").stdout
        server.apply()  # root does not follow it either
        assert any(name in sentence for sentence in server.plan().skipped)
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
        server.apply(plan)
        assert len([sentence for sentence in plan.skipped if "units/jsj 里的" in sentence]) == 3
    finally:
        server.shell("a1", f"cd {server.folder('jsj')} && rm files damaged pipe")
    assert (state(folder), secret.stat().st_mode, secret.stat().st_gid) == before
