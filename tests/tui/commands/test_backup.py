"""``backup`` and ``restore``: what comes back is what was there, also while others go on saving."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from forms.clock import SystemClock
from store.access import roles
from store.backends import open_campaign
from store.campaign.campaign import Actor
from store.campaign.findings import findings
from store.campaign.records import list_records, save_record
from store.shards.filestore import FileStore
from tests.support.commands import Run
from tests.support.findings import add_finding
from tests.support.members import give_members
from tests.support.writers import Crew, Notes, wait_for_a_save
from tui.demo.school import found_school

WRITERS = 4
PATIENCE = 60.0


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demonstration's school."""
    root = tmp_path / "demo"
    found_school(root)
    monkeypatch.setenv("TAIZHANG_STORE", str(root))
    monkeypatch.setenv("TAIZHANG_TODAY", "2021-04-10")
    return root


def exported(run: Run, store: Path, out: Path) -> dict[str, bytes]:
    result = run("--store", str(store), "export", "--format", "json", "--out", str(out))
    assert result.exit_code == 0, result.output
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_a_restored_school_exports_the_same(run: Run, demo: Path, tmp_path: Path) -> None:
    made = run("backup", str(tmp_path / "b.zip"))
    assert (made.exit_code, made.stdout) == (0, f"{tmp_path / 'b.zip'}\n"), made.output
    new = tmp_path / "new"
    restored = run("--store", str(new), "restore", str(tmp_path / "b.zip"))
    assert (restored.exit_code, restored.stdout) == (0, f"{new}\n"), restored.output
    before = exported(run, demo, tmp_path / "1")
    assert len(before) > 10
    assert exported(run, new, tmp_path / "2") == before
    checked = run("--store", str(new), "check")
    assert (checked.exit_code, checked.stdout) == (0, "")
    histories = [run("--store", str(store), "history", "--format", "json").stdout for store in (demo, new)]
    assert histories[0] == histories[1]


def write_on(root: Path, number: int, acknowledged: Path) -> None:
    """Records and findings of two units without end, noting what was acknowledged."""
    c = open_campaign(root, None, SystemClock(), Actor(f"w{number}"))
    org = ("cs", "fl")[number % 2]
    turn = 0
    with acknowledged.open("a") as notes:
        while True:
            turn += 1
            raw = {
                "time": "4.6",
                "content": "学习党史学习教育动员大会重要讲话精神并交流",
                "present": str(turn),
            }
            saved = save_record(c, "study", org, raw)
            notes.write(f"{saved.id}\n")
            finding = add_finding(c, org, f"第{turn}个问题")
            notes.write(f"{finding.id}\n")
            notes.flush()


def test_what_was_acknowledged_before_it_began_is_in_it(run: Run, demo: Path, tmp_path: Path) -> None:
    notes = [tmp_path / f"notes{number}" for number in range(WRITERS)]
    with Crew() as crew:
        for number, path in enumerate(notes):
            crew.start(lambda number=number, path=path: write_on(demo, number, path))  # type: ignore[misc]
        limit = time.monotonic() + PATIENCE
        while not all(path.exists() and path.stat().st_size > 200 for path in notes):
            assert time.monotonic() < limit, "the writers do not begin"
            time.sleep(0.01)
        before = [line for path in notes for line in path.read_text().split("\n")[:-1]]
        made = run("backup", str(tmp_path / "b.zip"))
        wait_for_a_save(Notes(path) for path in notes)
        after = [line for path in notes for line in path.read_text().split("\n")[:-1]]
    assert made.exit_code == 0, made.output
    assert len(before) >= 4 * WRITERS
    assert len(after) > len(before)
    new = tmp_path / "new"
    assert run("--store", str(new), "restore", str(tmp_path / "b.zip")).exit_code == 0
    c = open_campaign(new, None, SystemClock(), Actor("x"))
    kept = {row.document.id for row in list_records(c, "study") if row.document}
    kept |= {finding.id for org in ("cs", "fl") for finding in findings(c, org)}
    assert set(before) <= kept
    checked = run("--store", str(new), "check")
    assert (checked.exit_code, checked.stdout) == (0, ""), checked.output
    exported(run, new, tmp_path / "out")
    first, second = (FileStore(store, c.id) for store in (new, demo))
    for shard in first.shards():
        entries = list(first.history(shard))
        assert entries == list(second.history(shard))[: len(entries)]


@pytest.mark.parametrize("line", [["backup"], ["restore"], ["backup", "a", "b"]])
def test_the_file_must_be_named(run: Run, school: Path, line: list[str]) -> None:
    assert run(*line).exit_code == 2


def test_what_cannot_be_is_told(run: Run, school: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.zip"
    there.write_text("x")
    for line, status, said in (
        (["backup", str(there)], 3, "已存在"),
        (["backup", str(school / "b.zip")], 3, "数据文件夹里面"),
        (["backup", str(tmp_path / "no" / "b.zip")], 5, "写不了"),
        (["restore", str(there)], 5, "--store"),
        (["restore", str(there), "--store", str(tmp_path / "new")], 3, "没有恢复"),
        (["restore", str(tmp_path / "none"), "--store", str(tmp_path / "new")], 3, "没有这个文件"),
    ):
        result = run(*line)
        assert result.exit_code == status, (line, result.output)
        assert said in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert result.stdout == ""
    assert not (tmp_path / "new").exists()


def test_damage_is_told_by_the_status_too(run: Run, school: Path, tmp_path: Path) -> None:
    run("add", "study", "--org", "u1", "--set", "time=0401", "--set", "content=学习", "--force", "只作试验")
    journal = next(school.glob("*/units/u1/journal.jsonl"))
    journal.write_bytes(journal.read_bytes().replace("学习".encode(), "学会".encode()))
    made = run("backup", str(tmp_path / "b.zip"))
    assert made.exit_code == 1
    assert "units/u1" in made.stderr
    assert "taizhang check" in made.stderr
    restored = run("restore", str(tmp_path / "b.zip"), "--store", str(tmp_path / "new"))
    assert restored.exit_code == 1
    assert (tmp_path / "new" / "taizhang.toml").exists()


def test_only_the_office_takes_everything_home(
    run: Run, school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_members(school, '[[members]]\naccount = "li"\nrole = "unit"\norganisations = ["u1"]\n')
    assert run("backup", str(tmp_path / "office.zip")).exit_code == 0
    monkeypatch.setattr(roles, "identity", lambda: roles.Identity(54321, "li", frozenset()))
    refused = run("backup", str(tmp_path / "b.zip"))
    assert refused.exit_code == 6
    assert "党委办公室" in refused.stderr
    assert not (tmp_path / "b.zip").exists()


def test_a_row_of_backups_in_a_folder(run: Run, school: Path, tmp_path: Path) -> None:
    row = tmp_path / "row"
    made = [run("backup", str(row), "--keep", "2") for _ in range(3)]
    assert [one.exit_code for one in made] == [0, 0, 0], made[-1].output
    paths = [Path(one.stdout.strip()) for one in made]
    assert set(row.iterdir()) == set(paths[1:])
    assert f"已删除较早的备份 {paths[0]}" in made[-1].stderr
    assert "核对无误" in made[-1].stderr
    assert Path(run("backup", str(row)).stdout.strip()).parent == row  # a folder alone keeps them all
    assert len(list(row.iterdir())) == 3
    (school / "organisations" / "notes").touch()
    assert run("backup", str(row), "--keep", "2").exit_code == 1


def test_a_unit_that_cannot_be_read_is_named_at_every_step(run: Run, school: Path, tmp_path: Path) -> None:
    run("add", "study", "--org", "u1", "--set", "time=0401", "--set", "content=学习", "--force", "只作试验")
    unit = next(school.glob("*/units/u1"))
    (unit / "journal.jsonl").unlink()
    (unit / "journal.jsonl").symlink_to("/etc/passwd")
    backup, new = str(tmp_path / "b.zip"), str(tmp_path / "new")
    for line in (
        ["backup", backup],
        ["backup", "--verify", backup],
        ["restore", backup, "--store", new],
        ["backup", str(tmp_path / "row"), "--keep", "1"],
    ):
        result = run(*line)
        assert result.exit_code == 5, (line, result.output)
        assert "units/u1" in result.stderr
        assert "符号链接" in result.stderr
        assert result.stdout != ""
    assert run("--store", new, "org", "list").exit_code == 0


def test_one_file_is_verified(run: Run, school: Path, tmp_path: Path) -> None:
    backup = tmp_path / "b.zip"
    run("backup", str(backup))
    whole = backup.read_bytes()
    good = run("backup", "--verify", str(backup), "--store", str(tmp_path / "none"))
    assert (good.exit_code, good.stdout) == (0, f"{backup}\n")
    assert "核对无误" in good.stderr
    backup.write_bytes(whole[:200] + b"XXXX" + whole[204:])
    bad = run("backup", "--verify", str(backup))
    assert (bad.exit_code, bad.stdout) == (3, "")
    assert len(bad.stderr.splitlines()) == 1
    for line in (
        ["--verify", str(backup), str(tmp_path / "c.zip")],
        ["--verify", str(backup), "--keep", "3"],
        [str(tmp_path / "row"), "--keep", "0"],
        [str(tmp_path / "row"), "--keep", "many"],
        ["--keep", "3"],
    ):
        result = run("backup", *line)
        assert result.exit_code == 2, (line, result.output)
    assert not (tmp_path / "row").exists()
