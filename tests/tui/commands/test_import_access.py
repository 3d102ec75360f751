"""``import`` on a store with members: one's own rows, and of others a sentence and status 6."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.commands import Become, Run
from tests.support.made_files import ledger, tr

TEXTS = (
    "经验" * 50,
    "案例" * 60,
    "1.专职组织员仅1名且兼任教学秘书，专职专用落实不够，发展党员材料积压较多，审核不够及时。",
    "",
)
OWN, OTHER = ("1", "教工第一党支部", *TEXTS), ("2", "计算机学院党委", *TEXTS)


def test_a_branch_takes_in_its_own_row_and_no_other(run: Run, become: Become, tmp_path: Path) -> None:
    become("branch")
    own, both = tmp_path / "own.docx", tmp_path / "both.docx"
    own.write_bytes(ledger(tr(*OWN)))
    both.write_bytes(ledger(tr(*OWN), tr(*OTHER)))
    refused = run("import", "ledger", str(both))
    assert refused.exit_code == 6, refused.stderr
    assert "both.docx 表格第3行：" in refused.stderr
    taken = run("import", "ledger", str(own))
    assert taken.exit_code == 0, taken.stderr
    assert [row["org"] for row in json.loads(run("list", "ledger", "--format", "json").stdout)] == ["jsj-01"]
