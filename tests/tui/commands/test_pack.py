"""``pack update``: a store from before gets what is new, and keeps what is its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from forms.loading import load_pack
from store.access import roles
from tests.support.commands import Run
from tests.support.members import give_members


def measures(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for guide in raw["guides"]:
        for criterion in guide["criteria"]:
            for indicator in criterion["indicators"]:
                yield from indicator.get("measures", ())


def change(folder: Path, name: str, raw: dict[str, Any]) -> None:
    (folder / name).write_text(tomli_w.dumps(raw), "utf-8")


def read(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / name).read_text("utf-8"))


@pytest.fixture
def old(school: Path) -> Path:
    """The pack's folder, as a version wrote it that counted nothing."""
    (folder,) = school.glob("*/pack")
    guide, study = read(folder, "annex3.toml"), read(folder, "annex2.toml")
    for measure in measures(guide):
        measure.pop("counted", None)
    del study["rules"]
    for field in study["fields"]:
        field.pop("attendance", None)
    change(folder, "annex3.toml", guide)
    change(folder, "annex2.toml", study)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_pack_from_before_is_told_of_and_updated(run: Run, old: Path) -> None:
    before = contents(old)
    assert "pack update" in run("check").stderr
    assert "pack update" in run("doctor", "--no-keys").output
    looked = run("pack", "update", "--dry-run")
    assert looked.exit_code == 0
    assert "附件2 学习情况：参加人员里写的应到、实到人数自动填入" in looked.stdout
    assert "1-3 的“主题党日”从学习记录里数" in looked.stdout
    assert contents(old) == before

    done = run("pack", "update")
    assert (done.exit_code, done.stdout) == (0, looked.stdout)
    kept = [path for path in old.iterdir() if path.name not in before]
    assert {path.read_bytes() for path in kept} == {before["annex2.toml"], before["annex3.toml"]}
    assert {path.name: path.read_bytes() for path in old.iterdir()}["annex1.toml"] == before["annex1.toml"]
    counted = [one for one in measures(read(old, "annex3.toml")) if "counted" in one]
    assert len(counted) == looked.stdout.count("从学习记录里数") > 5
    again = run("pack", "update")
    assert (again.exit_code, again.stdout) == (0, "")
    assert "没有可补的" in again.stderr
    checked = run("check")
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert "pack update" not in checked.stderr


def test_a_new_store_lacks_nothing(run: Run, school: Path) -> None:
    assert run("pack", "update", "--dry-run").stdout == ""
    assert "pack update" not in run("check").stderr


def test_what_the_office_changed_stays(run: Run, old: Path) -> None:
    guide, study = read(old, "annex3.toml"), read(old, "annex2.toml")
    mine = {"annex": "study", "any_of": ["method:个人自学"]}
    indicators = {
        indicator["short"]: indicator
        for one in guide["guides"]
        for criterion in one["criteria"]
        for indicator in criterion["indicators"]
    }
    indicators["主题党日"]["measures"][0] |= {"counted": mine, "at_least": 2.0, "ask": "几次？"}
    indicators["三会一课"]["text"] += "（本校另有规定）"
    study["fields"] = [one for one in study["fields"] if one["id"] != "hours"]
    study["fields"][0]["prompt"] = "照学校的写法。"
    change(old, "annex3.toml", guide)
    change(old, "annex2.toml", study)
    done = run("pack", "update")
    assert done.exit_code == 0, done.output
    after = {one["id"]: one for one in measures(read(old, "annex3.toml"))}
    assert after["theme-days"]["counted"] == mine
    assert (after["theme-days"]["at_least"], after["theme-days"]["ask"]) == (2.0, "几次？")
    assert "三会一课" not in done.stdout
    assert "党小组会" not in done.stdout  # another wording, another indicator
    assert "集中学习" not in done.stdout  # hours that are not asked cannot be added up
    assert read(old, "annex2.toml")["fields"][0]["prompt"] == "照学校的写法。"
    load_pack(old)


def test_a_pack_of_ones_own_is_not_touched(run: Run, old: Path) -> None:
    head = read(old, "pack.toml")
    change(old, "pack.toml", head | {"id": "own-2021"})
    before = contents(old)
    refused = run("pack", "update")
    assert refused.exit_code == 3
    assert "own-2021" in refused.stderr
    assert contents(old) == before


def test_it_is_for_the_office(run: Run, old: Path, school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give_members(school, '[[members]]\naccount = "li"\nrole = "unit"\norganisations = ["u1"]\n')
    monkeypatch.setattr(roles, "identity", lambda: roles.Identity(54321, "li", frozenset()))
    monkeypatch.delenv("TAIZHANG_TODAY")
    before = contents(old)
    refused = run("pack", "update")
    assert refused.exit_code == 6
    assert contents(old) == before


def test_a_backup_takes_the_files_from_before_along(run: Run, old: Path, tmp_path: Path) -> None:
    assert run("pack", "update").exit_code == 0
    assert run("backup", str(tmp_path / "b.zip")).exit_code == 0
    assert run("restore", str(tmp_path / "b.zip"), "--store", str(tmp_path / "new")).exit_code == 0
    assert contents(tmp_path / "new" / old.parent.name / "pack") == contents(old)
