"""The whole job by commands alone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.support.commands import Run
from tests.support.job import FINDINGS, LEDGER, ORGANISATIONS, RECORDS, UNIT, VERDICTS, do_by_commands


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_job_is_done_by_commands_alone(tmp_path: Path) -> None:
    files = do_by_commands(tmp_path / "store", tmp_path / "out")
    assert set(files) == {
        f"{UNIT}-附件1推进时间表.csv",
        f"{UNIT}-附件2学习情况汇总表.csv",
        f"{UNIT}-附件3诊断情况.csv",
        f"{UNIT}-附件4诊断情况工作台账.csv",
    }
    study = _rows(files[f"{UNIT}-附件2学习情况汇总表.csv"])
    assert [row["时间"] for row in study] == [
        "2021年3月18日下午",
        "2021年3月25日14:30—16:30",
        "2021年3月29日—4月2日",
        "2021年4月1日",
        "2021年4月9日",
    ]
    assert {row["学习内容"] for row in study} == {fields["content"] for _, fields in RECORDS}
    assert {row["党组织"] for row in study} == {UNIT, *(org["name"] for org in ORGANISATIONS)}
    guide = _rows(files[f"{UNIT}-附件3诊断情况.csv"])
    assert [row["编号"] for row in guide] == list(VERDICTS)
    assert {row["编号"]: row["存在问题"] for row in guide if row["存在问题"]} == FINDINGS
    assert {row["编号"] for row in guide if row["诊断结论"] == "不够到位"} == {"1-4", "4-2"}
    (ledger,) = _rows(files[f"{UNIT}-附件4诊断情况工作台账.csv"])
    assert ledger["成功经验"] == LEDGER["experience"]
    assert ledger["典型案例"] == LEDGER["case"]
    assert ledger["存在问题"] == "\n".join(
        f"{number}.{text}" for number, text in enumerate(FINDINGS.values(), 1)
    )


def test_word_forms_of_every_annex_follow(tmp_path: Path, run: Run) -> None:
    do_by_commands(tmp_path / "store", tmp_path / "out")
    store, word = str(tmp_path / "store"), str(tmp_path / "word")
    result = run("--store", store, "export", "--format", "docx", "--out", word)
    assert result.exit_code == 0, result.stderr
    paths = result.stdout.splitlines()
    assert len(paths) == 4
    assert all(Path(path).read_bytes().startswith(b"PK") for path in paths)
