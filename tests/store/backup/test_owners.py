"""Root gives files only to whom the backup's members' file knows: a backup may say anything."""

from __future__ import annotations

import grp
import json
import os
import pwd
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.backup.create import back_up
from store.backup.restore import restore
from tests.support.members import give_members

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to others")

KNOWN, IN_GROUP, STRANGER = "daemon", "bin", "nobody"
"""Accounts of every system: named, in the group that is named, in neither."""
MEMBERS = f"""
[[members]]
account = "{KNOWN}"
role = "office"
[[members]]
group = "{IN_GROUP}"
role = "unit"
organisations = ["u1"]
[unix]
groups = {{ fl = "sys" }}
"""
Edit = Callable[[dict[str, Any]], None]


def remade(root: Path, backup: Path, owner: str, group: str, **rights: object) -> Path:
    """A backup in which the files of one unit are said to be somebody's."""
    back_up(root, backup)
    with zipfile.ZipFile(backup) as found:
        files = {name: found.read(name) for name in found.namelist()}
    manifest = json.loads(files["manifest.json"])
    for entry in (*manifest["files"], *manifest["folders"]):
        if "/units/u1" in entry["path"]:
            folder = entry in manifest["folders"]
            entry["rights"] |= {"owner": owner, "group": group, "mode": 0o2770 if folder else 0o660, **rights}
    files["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(backup, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return backup


def owners(root: Path) -> set[tuple[str, str]]:
    return {(path.owner(), path.group()) for path in root.glob("*/units/u1/**/*")}


@pytest.mark.parametrize(
    ("owner", "group", "becomes"),
    [
        (KNOWN, IN_GROUP, (KNOWN, IN_GROUP)),
        (IN_GROUP, "sys", (IN_GROUP, "sys")),
        ("root", "root", ("root", "root")),
        (STRANGER, IN_GROUP, ("root", IN_GROUP)),
        (KNOWN, "shadow", (KNOWN, "root")),
        (STRANGER, "nogroup", ("root", "root")),
    ],
)
def test_files_go_to_members_or_to_root(
    root: Path, tmp_path: Path, owner: str, group: str, becomes: tuple[str, str]
) -> None:
    give_members(root, MEMBERS)
    restored = restore(remade(root, tmp_path / "b.zip", owner, group), tmp_path / "new")
    assert owners(tmp_path / "new") == {becomes}
    told = "\n".join(restored.told)
    assert (f"账号 {owner}" in told) == (becomes[0] != owner)
    assert (f"组 {group}" in told) == (becomes[1] != group)
    if becomes[1] != group:  # nobody else has what the group was to have
        for path in (tmp_path / "new").glob("*/units/u1/**/*"):
            assert not stat.S_IMODE(path.stat().st_mode) & (stat.S_ISGID | 0o070)


def test_access_lists_name_members_alone(root: Path, tmp_path: Path) -> None:
    from store.access import access_lists

    give_members(root, MEMBERS)
    given = [
        ["u", "", 7],
        ["u", KNOWN, 7],
        ["u", STRANGER, 7],
        ["g", "", 7],
        ["g", "shadow", 7],
        ["m", "", 7],
    ]
    made = remade(root, tmp_path / "b.zip", KNOWN, IN_GROUP, access=[*given, ["o", "", 0]])
    told = "\n".join(restore(made, tmp_path / "new").told)
    assert STRANGER in told
    assert "shadow" in told
    descriptor = os.open(next((tmp_path / "new").glob("*/units/u1")), os.O_RDONLY)
    found = access_lists.of_descriptor(descriptor)
    os.close(descriptor)
    assert set(found) == {("u", ""), ("u", KNOWN), ("g", ""), ("m", ""), ("o", "")}


@pytest.mark.parametrize("text", ["", "not = toml = at all", None])
def test_without_members_everything_is_roots(root: Path, tmp_path: Path, text: str | None) -> None:
    if text is not None:
        give_members(root, text)
    restored = restore(remade(root, tmp_path / "b.zip", KNOWN, IN_GROUP), tmp_path / "new")
    assert owners(tmp_path / "new") == {("root", "root")}
    assert any(KNOWN in sentence and "root" in sentence for sentence in restored.told)


def test_the_accounts_are_there() -> None:
    assert pwd.getpwnam(IN_GROUP).pw_gid == grp.getgrnam(IN_GROUP).gr_gid
