"""A store that was laid out for several people is never one person's again: without its members' file, or its
settings, nobody works there but root and the office."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from forms.clock import SystemClock
from forms.errors import NotAllowed
from store import places
from store.access.members_file import is_required
from store.backends import open_campaign
from store.campaign.campaign import Actor
from store.file_backend import FileBackend
from store.permissions import check_permissions, tighten
from store.places import CONFIG, MEMBERS, REQUIRED, store_config, write_toml
from store.protocol import Repairs
from tests.support.accounts import lists, why_not
from tests.support.members import School, found_school, give_members
from tests.support.users import RECORD, Server, serve

ACCOUNTS = pytest.mark.skipif(bool(why_not("setfacl")), reason=why_not("setfacl"))


@pytest.fixture(scope="module")
def own(hired: Server) -> Server:
    """A store of theirs; nothing else is changed but what a test puts back."""
    return serve(hired, "required")


@contextmanager
def gone(path: Path) -> Iterator[None]:
    aside = path.with_name("aside")
    path.rename(aside)
    try:
        yield
    finally:
        aside.rename(path)


@contextmanager
def unreadable(path: Path) -> Iterator[None]:
    """For all but root."""
    kept = subprocess.run(["getfacl", "-c", path], capture_output=True, check=True).stdout
    subprocess.run(["setfacl", "-b", path], check=True)
    path.chmod(0o600)
    try:
        yield
    finally:
        subprocess.run(["setfacl", "--set-file=-", path], input=kept, check=True)


# Real accounts

WORDS = [
    ("list", "study", "--org", "jx"),
    ("list", "study"),
    ("due",),
    ("history", "--org", "jsj"),
    ("export", "study", "--format", "csv", "--out", "-"),
    (*RECORD, "--org", "jsj-01"),
]


@ACCOUNTS
@pytest.mark.parametrize("harm", [gone, unreadable])
@pytest.mark.parametrize("name", [MEMBERS, CONFIG])
def test_a_branch_gets_in_by_no_command(own: Server, name: str, harm: Callable[[Path], object]) -> None:
    with harm(own.root / name):  # type: ignore[attr-defined]
        for words in WORDS:
            done = own.program("abranch", *words)
            assert (done.returncode, done.stdout) == (6, ""), (words, done.stderr)
            assert "联系管理员" in done.stderr
    assert own.program("abranch", "due").returncode == 0


@ACCOUNTS
@pytest.mark.parametrize("name", [MEMBERS, CONFIG])
def test_nor_by_the_gate(own: Server, name: str) -> None:
    line = [own.people.program, "gate", "--store", own.root]
    with gone(own.root / name):
        for asked in ("due", ""):
            env = {"SSH_ORIGINAL_COMMAND": asked}
            done = own.people.run(own.names["abranch"], *line, env=env)
            assert done.returncode == 6, done.stderr


@ACCOUNTS
def test_one_that_was_laid_out_earlier_counts(own: Server) -> None:
    name, _ = REQUIRED
    said = store_config(own.root)
    write_toml(own.root / CONFIG, {key: value for key, value in said.items() if key != name})
    try:
        assert [sentence for sentence in own.plan().sentences if name in sentence]
        with gone(own.root / MEMBERS):
            assert own.program("abranch", "list", "study", "--org", "jsj").returncode == 6
    finally:
        own.apply()
    assert store_config(own.root) == said
    assert own.plan().sentences == []


@ACCOUNTS
def test_the_printed_plan_says_so_too(own: Server) -> None:
    said = store_config(own.root)
    write_toml(own.root / CONFIG, {"format": said["format"], "settings": {"theme": "dark"}})
    shown = own.as_root("access", "plan")
    with lists():
        subprocess.run(["/bin/sh", "-e"], input=shown.stdout, text=True, check=True)
    assert store_config(own.root) == {**said, "settings": {"theme": "dark"}}
    write_toml(own.root / CONFIG, said)
    assert own.plan().sentences == []


@ACCOUNTS
def test_root_and_the_office_go_on_and_are_told(own: Server) -> None:
    with gone(own.root / MEMBERS):
        assert own.as_root("list", "study").returncode == 0
        done = own.as_root("check")
        said = done.stdout + done.stderr
        assert done.returncode != 0
        assert f"{MEMBERS} 不在了" in said
        assert "g-w" not in said
        done = own.as_root("access", "apply")
        assert (done.returncode, "从备份恢复" in done.stderr) == (5, True)
        own.as_root("check", "--repair")
    assert own.plan().sentences == []  # nothing was taken from the groups


# How it is told


def test_the_store_says_it(school: School) -> None:
    assert not is_required(school.root)
    write_toml(school.root / CONFIG, {**store_config(school.root), **dict([REQUIRED])}, 0o644)
    assert is_required(school.root)
    (school.root / MEMBERS).unlink()
    with pytest.raises(NotAllowed, match="成员名单"):
        school.login("branch")


@pytest.mark.parametrize("which", ["", "organisations", "xuexi-zhenduan-jianshe-2021"])
def test_or_a_folder_looks_like_it(school: School, which: str) -> None:
    (school.root / which).chmod(0o2770)
    (school.root / MEMBERS).unlink()
    with pytest.raises(NotAllowed, match="成员名单"):
        school.login("branch")


def test_or_a_group(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    (school.root / MEMBERS).unlink()
    assert not is_required(school.root)
    monkeypatch.setattr(places, "_group", lambda number: "tz-office")
    assert is_required(school.root)


def test_no_advice_takes_the_groups_rights(school: School) -> None:
    (school.root / "organisations").chmod(0o2770)
    (school.root / MEMBERS).unlink()
    said = check_permissions(FileBackend(school.root))
    assert any(MEMBERS in sentence for sentence in said)
    assert not any("g-w" in sentence for sentence in said)
    tighten(school.root, Repairs())
    assert (school.root / "organisations").stat().st_mode & 0o7777 == 0o2770


def test_a_file_that_vanishes_in_between_lets_nobody_in(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen when it was asked whether there is one, gone when it is read."""
    from store.access import roles

    monkeypatch.setattr(roles, "read_members", lambda root: None)
    with pytest.raises(NotAllowed, match="不见了"):
        school.login("branch")


@pytest.mark.parametrize("mode", [0o700, 0o755, 0o2755, 0o2775])
def test_a_store_of_ones_own_is_none(tmp_path: Path, mode: int) -> None:
    root = tmp_path / "store"
    root.mkdir()
    root.chmod(mode)
    found_school(root)
    assert not is_required(root)
    c = open_campaign(root, None, SystemClock(), Actor("me"))
    assert c.actor.member is None


@pytest.mark.skipif(os.geteuid() != 0, reason="root may read what nobody else can")
def test_nothing_else_changes_for_a_store_with_members_that_was_never_laid_out(tmp_path: Path) -> None:
    root = tmp_path / "store"
    found_school(root)
    give_members(root)
    assert not is_required(root)
