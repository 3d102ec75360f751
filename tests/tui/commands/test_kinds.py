"""Commands with a field of each of the newer kinds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.commands import Run
from tests.support.meeting_annex import with_annex
from tests.support.spending_annex import SPENDING, TYPED


@pytest.fixture
def spending(school: Path, tmp_path: Path) -> Path:
    (pack,) = school.glob("*/pack")
    added = with_annex(tmp_path, SPENDING)
    shutil.rmtree(pack)
    shutil.copytree(added, pack)
    return school


@pytest.mark.usefixtures("spending")
def test_they_are_added_and_listed(run: Run) -> None:
    fields = [part for name, text in TYPED.items() for part in ("--set", f"{name}={text}")]
    added = run("add", "spending", "--org", "u1", *fields)
    assert added.exit_code == 0, added.stderr
    (row,) = json.loads(run("list", "spending", "--format", "json").stdout)
    assert (row["day"], row["paid"], row["until"]) == ("2021-04-09", False, None)
    assert (row["amount"], row["people"]) == ("1200.00", "张三、李四")
    assert "2021年4月9日" in run("list", "spending").stdout
    assert "2021年4月9日" in run("list", "spending", "--format", "csv").stdout


@pytest.mark.usefixtures("spending")
def test_what_cannot_be_read_is_one_sentence(run: Run) -> None:
    refused = run("add", "spending", "--org", "u1", "--set", "amount=若干")
    assert refused.exit_code == 3
    assert "“若干”不是金额，请填数字，如 1200、1200.50 或 3.5万元" in refused.stderr
