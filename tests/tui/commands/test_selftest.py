"""``selftest``: a line for each thing that was tried, and what is to be done where it fails."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from store.shards import locks
from tests.support.accounts import why_not
from tests.support.commands import Run
from tests.support.users import Server, hire, serve
from tui.doctor import trials


def told(run: Run) -> dict[str, list[dict[str, str]]]:
    """By code."""
    found: dict[str, list[dict[str, str]]] = {}
    for one in json.loads(run("selftest", "--format", "json").stdout):
        found.setdefault(one["code"], []).append(one)
    return found


def test_each_line_says_that_it_is_well_or_what_to_do(run: Run, school: Path) -> None:
    before = sorted(school.rglob("*"))
    done = run("selftest")
    assert all(line.startswith(("正常  ", "注意  ")) for line in done.stdout.splitlines()), done.output
    assert sorted(school.rglob("*")) == before
    found = told(run)
    assert list(found) == [code for code, _, _ in trials.TRIALS]
    for code in ("locks", "sync", "links", "access-lists", "rights", "gate", "data"):
        assert [one["state"] for one in found[code]] == ["ok"], found[code]
    attention = any(one["remedy"] for several in found.values() for one in several)
    assert done.exit_code == attention


def no_lock(*args: Any, **settings: Any) -> contextlib.AbstractContextManager[None]:
    return contextlib.nullcontext()


def no_disk(*args: Any) -> None:
    raise OSError(errno.EIO, "")


def follow(name: str, flags: int, dir_fd: int) -> int:
    return os.open(name, flags | os.O_NONBLOCK, dir_fd=dir_fd)


@pytest.mark.parametrize(
    ("code", "place", "name", "instead", "said"),
    [
        ("file-system", trials, "REMOTE", ("",), "网络文件系统"),
        ("locks", locks, "acquire", no_lock, "互相覆盖"),
        ("sync", trials, "replace_file", no_disk, "磁盘读写出错"),
        ("links", trials, "open_file", follow, "link、two、pipe"),
        ("space", trials, "LEAST_FREE", 1.0, "剩余空间"),
    ],
)
def test_what_fails_is_told_with_its_remedy(
    run: Run,
    school: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    place: Any,
    name: str,
    instead: Any,
    said: str,
) -> None:
    monkeypatch.setattr(place, name, instead)
    monkeypatch.setattr(trials, "TRIALS", [one for one in trials.TRIALS if one[0] == code])
    first = told(run)[code][0]
    assert (first["state"], said in first["text"], bool(first["remedy"])) == ("attention", True, True), first
    assert run("selftest").exit_code == 1


def test_damage_is_told(run: Run, school: Path) -> None:
    (school / "organisations" / "journal.jsonl").write_bytes(b"x")
    (data,) = told(run)["data"]
    assert (data["state"], data["text"].startswith("损坏")) == ("attention", True)


def test_without_a_store_there_is_nothing_to_try(run: Run, tmp_path: Path) -> None:
    assert run("selftest", "--store", str(tmp_path / "none")).exit_code == 5


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    for hired in hire():
        yield serve(hired, "self")


@pytest.mark.skipif(bool(why_not("setfacl")), reason=why_not("setfacl"))
def test_two_accounts_are_tried_by_root(server: Server) -> None:
    def accounts() -> list[str]:
        done = server.as_root("selftest", "--format", "json")
        return [one["state"] for one in json.loads(done.stdout) if one["code"] == "accounts"]

    assert accounts() == ["ok", "ok"]
    server.folder("jx").chmod(0o2775)
    assert accounts() == ["attention", "ok"]
    server.apply()
    assert accounts() == ["ok", "ok"]
    assert server.program("a1", "selftest").returncode == 6
