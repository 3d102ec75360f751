"""Steps towards the permissions that should be: typed by an administrator, or taken."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from forms.errors import StoreError
from store.access.plan import Plan, apply_plan
from store.access.steps import Rights as Access
from store.access.steps import Step, set_rights

NAMES = (b"plain", b"two words", b"a'b", b"\x1b]0;x\x07", b"\xff\xd5", "党组织\n".encode())


def test_a_step_that_fails_does_not_cost_the_others(tmp_path: Path) -> None:
    def fail(root: Path) -> None:
        raise StoreError("没有改成。")

    taken: list[Path] = []
    steps = tuple(Step("", lambda root: [], run) for run in (fail, taken.append, fail, taken.append))
    assert apply_plan(tmp_path, Plan(steps, ())) == ["没有改成。"] * 2
    assert taken == [tmp_path] * 2


def test_what_is_printed_names_every_file_and_obeys_none(tmp_path: Path) -> None:
    """A shell makes of each line the very name; a terminal shows it, and does nothing."""
    rights = Access(owner=-1, group="root", mode=0o660, access={("u", ""): 6})
    for name in NAMES:
        step = set_rights(os.fsdecode(name), "不对", rights)
        line = next(one for one in Plan((step,), ()).commands(tmp_path) if one.startswith("chmod"))
        assert line.isprintable()
        said = subprocess.run(
            ["bash", "-c", f"printf %s {line.removeprefix('chmod 660 ')}"], capture_output=True, check=True
        )
        assert said.stdout == os.fsencode(tmp_path) + b"/" + name
