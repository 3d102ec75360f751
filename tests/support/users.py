"""A store with members and real accounts of the operating system."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from store.access.plan import Plan, apply_plan, make_plan
from store.file_backend import FileBackend
from tests.support.accounts import People, lists
from tests.support.members import found_school, give_members

CAMPAIGN = "xuexi-zhenduan-jianshe-2021"
LABELS = ("office", "a1", "a2", "abranch", "b1", "reader", "stranger")
RECORD = ("add", "study", "--set", "time=0401", "--set", f"content={'学习党史' * 6}", "--force", "再录一次")
"""The same again and again: that is unusual, and said to be meant."""


@dataclass
class Server:
    """A store with members. ``office``, ``a1``, ``a2`` (unit jsj), ``abranch`` (branch jsj-01), ``b1`` (unit
    jx), ``reader`` (reads jsj), ``stranger`` (nobody)."""

    people: People
    root: Path
    names: dict[str, str]
    prefix: str
    """Begins the groups of this store, which is not the only one that these people use."""

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
        return f"{self.prefix}-{unit}"

    def as_root(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return self.people.run("root", self.people.program, *words, "--store", self.root, umask=0o022)

    def plan(self) -> Plan:
        return make_plan(FileBackend(self.root))

    def apply(self, plan: Plan | None = None) -> None:
        """That plan, or what is to be done now."""
        with lists():
            assert apply_plan(self.root, plan or self.plan()) == []


def hire() -> Iterator[Server]:
    """The people, with a store that is not there yet."""
    people = People()
    try:
        yield Server(people, Path(), {label: people.add(label) for label in LABELS}, "")
    finally:
        people.close()


def serve(hired: Server, label: str) -> Server:
    """A store of theirs: two units with a record each, and permissions as the members' file says."""
    made = Server(
        hired.people, hired.people.folder / label, dict(hired.names), f"{hired.people.mark}{label[0]}"
    )
    found_school(made.root)
    give_members(made.root, _members(made))
    made.apply()
    for who, org in (("a1", "jsj"), ("b1", "jx")):
        done = made.program(who, *RECORD, "--org", org)
        assert done.returncode == 0, done.stderr
    return made


def _members(made: Server) -> str:
    roles = [
        ("office", "office", []),
        ("a1", "unit", ["jsj"]),
        ("a2", "unit", ["jsj"]),
        ("abranch", "branch", ["jsj-01"]),
        ("b1", "unit", ["jx"]),
        ("reader", "reader", ["jsj"]),
    ]
    lines = [f'[unix]\noffice = "{made.group("office")}"\nprefix = "{made.prefix}-"\n']
    for label, role, organisations in roles:
        lines.append(f'[[members]]\naccount = "{made.names[label]}"\nrole = "{role}"')
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
