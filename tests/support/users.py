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
from tests.support.accounts import People
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
        return make_plan(FileBackend(self.root))


def serve() -> Iterator[Server]:
    """Two units with a record each, and permissions as the members' file says."""
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
