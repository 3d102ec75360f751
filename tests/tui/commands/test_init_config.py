"""``init`` and ``config``: where things are and how they are set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.commands import Run


def test_a_store_is_made_without_asking(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "台账"
    result = run("init", str(path), "--year", "2026", "--unit", "外国语学院党总支", "--title", "某专项行动")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "xuexi-zhenduan-jianshe-2026\n"
    assert str(path) in result.stderr
    rows = json.loads(run("--store", str(path), "due", "--format", "json").stdout)
    assert {row["due"][:4] for row in rows} == {"2026"}
    assert rows[0]["org_name"] == "外国语学院党总支"


def test_the_persons_own_folder_is_the_default(run: Run, home: Path) -> None:
    assert run("init", "--year", "2021", "--unit", "甲党委").exit_code == 0
    assert (home / "data" / "taizhang" / "store" / "taizhang.toml").is_file()
    assert "甲党委" in run("org", "list").stdout


def test_what_is_there_is_not_overwritten(run: Run, tmp_path: Path, school: Path) -> None:
    again = run("init", str(school), "--year", "2021", "--unit", "别的党委")
    assert again.exit_code == 3
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("")
    assert run("init", str(tmp_path / "other"), "--year", "2021", "--unit", "甲党委").exit_code == 5
    assert "计算机学院党委" in run("org", "list").stdout


def test_the_same_store_takes_another_year(run: Run, school: Path) -> None:
    assert run("init", str(school), "--year", "2026", "--unit", "计算机学院党委").exit_code == 0
    unclear = run("due")
    assert unclear.exit_code == 2
    assert "--campaign" in unclear.stderr
    assert run("--campaign", "xuexi-zhenduan-jianshe-2026", "due").exit_code == 0


@pytest.mark.parametrize("year", ["0", "21", "二〇二一", "-2021", "20211"])
def test_a_year_that_is_none(run: Run, tmp_path: Path, year: str) -> None:
    result = run("init", str(tmp_path / "new"), f"--year={year}", "--unit", "甲党委")
    assert result.exit_code == 2
    assert not (tmp_path / "new").exists()


def test_settings_come_in_layers(run: Run, school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def origin(name: str) -> tuple[str, str]:
        rows = json.loads(run("config", "list", "--format", "json").stdout)
        row = next(row for row in rows if row["key"] == name)
        return row["value"], row["origin"]

    assert origin("theme") == ("light", "内置")
    assert origin("store") == (str(school), "环境变量")
    assert run("config", "set", "theme", "dark", "--for-store").exit_code == 0
    assert origin("theme") == ("dark", "台账数据")
    assert run("config", "set", "theme", "light").exit_code == 0
    assert origin("theme") == ("light", "个人")
    monkeypatch.setenv("TAIZHANG_THEME", "dark")
    assert origin("theme") == ("dark", "环境变量")
    assert run("config", "get", "theme").stdout == "dark\n"
    monkeypatch.delenv("TAIZHANG_THEME")
    assert run("config", "set", "theme", "").exit_code == 0
    assert origin("theme") == ("dark", "台账数据")


def test_a_setting_says_where_it_was_put(run: Run, school: Path, home: Path) -> None:
    result = run("config", "set", "org", "u1-01")
    assert str(home / "config" / "taizhang" / "config.toml") in result.stderr
    assert run("config", "get", "org").stdout == "u1-01\n"


def test_a_spoilt_settings_file_is_named(run: Run, school: Path, home: Path) -> None:
    file = home / "config" / "taizhang" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("theme = [", encoding="utf-8")
    result = run("due")
    assert result.exit_code == 3
    assert str(file) in result.stderr


def test_settings_need_no_store(run: Run) -> None:
    assert run("config", "list").exit_code == 0
    assert run("config", "get", "mouse").stdout == "false\n"


def test_other_keys_for_an_action(run: Run, school: Path, home: Path) -> None:
    assert run("config", "set", "keys.save", "F12, ctrl+s").exit_code == 0
    listed = json.loads(run("config", "keys", "--format", "json").stdout)
    save = next(row for row in listed if row["key"] == "keys.save")
    assert (save["keys"], save["usual"]) == ("F12 Ctrl+S", "F2 Ctrl+S")
    assert "保存" in save["title"]
    rows = json.loads(run("config", "list", "--format", "json").stdout)
    assert [(row["value"], row["origin"]) for row in rows if row["key"] == "keys.save"] == [
        ("F12, ctrl+s", "个人")
    ]
    assert run("config", "get", "keys.save").stdout == "F12, ctrl+s\n"
    refused = run("config", "set", "keys.new", "f12")
    assert refused.exit_code == 0
    refused = run("config", "set", "keys.history", "f12")
    assert refused.exit_code == 3
    assert "F12 已用于" in refused.stderr
    assert "history" not in (home / "config" / "taizhang" / "config.toml").read_text()
    assert run("config", "set", "keys.save", "").exit_code == 0
    assert run("config", "get", "keys.save").stdout == "\n"


def test_keys_written_by_hand(run: Run, school: Path, home: Path) -> None:
    path = home / "config" / "taizhang" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[keys]\nsave = 8\n")
    refused = run("due")
    assert refused.exit_code == 3
    assert "keys.save" in refused.stderr
    path.write_text('[keys]\nsave = "f5"\nnew = "f12"\n')
    told = run("config", "keys", "--format", "json")
    assert told.exit_code == 0
    assert "F5 已用于“Word”" in told.stderr
    keys = {row["key"]: row["keys"] for row in json.loads(told.stdout)}
    assert (keys["keys.save"], keys["keys.new"]) == ("F2 Ctrl+S", "F12")
    assert run("due").exit_code == 0
