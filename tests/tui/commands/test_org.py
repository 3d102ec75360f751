"""``org``: adding, changing, removing, importing organisations."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.commands import Run


def _names(run: Run) -> list[str]:
    return [row["name"] for row in json.loads(run("org", "list", "--format", "json").stdout)]


def test_the_list_is_in_official_order(run: Run, school: Path) -> None:
    for order, name in (("3", "甲支部"), ("1", "乙支部"), ("2", "丙支部")):
        added = run("org", "add", "--set", f"name={name}", "--set", "level=党支部", "--set", f"序号={order}")
        assert added.exit_code == 0, added.stderr
    assert _names(run) == ["计算机学院党委", "乙支部", "丙支部", "甲支部", "教工第一党支部"]
    assert run("org", "list").stdout.splitlines()[2].startswith("u1-03  乙支部")


def test_a_field_is_changed_by_name_or_id(run: Run, school: Path) -> None:
    result = run("org", "set", "教工第一党支部", "--set", "党员人数=５３", "--set", "secretary=郑思远")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "u1-01\n"
    (_, row) = json.loads(run("org", "list", "--format", "json").stdout)
    assert (row["members"], row["secretary"]) == ("53", "郑思远")


def test_an_organisation_with_records_stays(run: Run, school: Path) -> None:
    run("add", "study", "--org", "u1-01", "--set", "time=0401", "--incomplete")
    refused = run("org", "remove", "u1-01")
    assert refused.exit_code == 3
    assert "教工第一党支部" in refused.stderr
    assert run("org", "remove", "u1").exit_code == 3


def test_an_organisation_without_records_goes(run: Run, school: Path) -> None:
    result = run("org", "remove", "教工第一党支部")
    assert result.exit_code == 0, result.stderr
    assert _names(run) == ["计算机学院党委"]


def test_many_come_from_a_file_in_either_encoding(run: Run, school: Path, tmp_path: Path) -> None:
    text = "编号,规范简称,层级,上级,类型\r\n"
    text += "fl,外国语学院党总支,党总支,,院系\r\nfl-t,外语教工党支部,党支部,fl,教师\r\n"
    file = tmp_path / "orgs.csv"
    file.write_bytes(text.encode("gb18030"))
    result = run("org", "import", str(file))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.split() == ["fl", "fl-t"]
    piped = run("org", "import", "-", input=text.replace("fl", "wy").replace("外", "国").encode("utf-8-sig"))
    assert piped.stdout.split() == ["wy", "wy-t"]
    assert len(_names(run)) == 6


def test_one_bad_row_keeps_all_out_and_is_named(run: Run, school: Path, tmp_path: Path) -> None:
    file = tmp_path / "orgs.csv"
    file.write_text(
        "编号,规范简称,层级\nfl,外国语学院党总支,党总支\n../x,某党支部,党支部\n", encoding="utf-8"
    )
    result = run("org", "import", str(file))
    assert result.exit_code == 3
    assert "../x" in result.stderr
    assert len(_names(run)) == 2


def test_a_file_that_is_none(run: Run, school: Path, tmp_path: Path) -> None:
    for name in (tmp_path / "missing.csv", tmp_path):
        result = run("org", "import", str(name))
        assert result.exit_code == 3
        assert str(name) in result.stderr
