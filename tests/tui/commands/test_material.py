"""``taizhang material`` and ``export materials``: written, shown, changed, exported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Run
from tests.support.pictures import picture

TEXT = "一、做法\n　　正文。\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "总结.txt").write_text(TEXT, "utf-8-sig")
    (tmp_path / "旧.txt").write_text("旧编码的正文", "gb18030")
    (tmp_path / "现场.jpg").write_bytes(picture())
    (tmp_path / "证明.pdf").write_bytes(b"%PDF-1.7")
    return tmp_path


def final(*more: str) -> list[str]:
    return ["material", "--org", "u1", "--deliverable", "final-report", *more]


def test_written_shown_and_exported(run: Run, school: Path, files: Path) -> None:
    written = run(
        *final(
            "--text",
            str(files / "总结.txt"),
            "--photo",
            f"{files / '现场.jpg'}=支部大会",
            "--heading",
            "总结",
        ),
        *("--attach", str(files / "证明.pdf")),
    )
    assert written.exit_code == 0, written.stderr
    assert "照片1张 · 附件1个" in written.stderr
    shown = run(*final())
    assert shown.stdout == "总结\n\n一、做法\n正文。\n"
    assert "照片：现场.jpg（支部大会）" in shown.stderr
    exported = run("export", "materials", "--format", "docx", "--out", str(files / "out"))
    assert exported.exit_code == 0, exported.stderr
    names = [Path(line).name for line in exported.stdout.splitlines()]
    assert names == ["计算机学院党委-行动总结报告.docx", "计算机学院党委-行动总结报告-附件1-证明.pdf"]


def test_only_what_is_named_changes(run: Run, school: Path, files: Path) -> None:
    run(*final("--text", str(files / "总结.txt"), "--attach", str(files / "证明.pdf")))
    assert run(*final("--text", str(files / "旧.txt"), "--remove", "证明.pdf")).exit_code == 0
    shown = run(*final())
    assert shown.stdout.endswith("旧编码的正文\n")
    assert "附件" not in shown.stderr
    assert run(*final("--text", "-"), input="从标准输入来").exit_code == 0
    assert "从标准输入来" in run(*final()).stdout


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        (["--photo", "证明.pdf=不是照片"], 3, "不是能用的照片"),
        (["--text", "证明.pdf"], 3, "不是纯文本"),
        (["--attach", "没有.pdf"], 3, "没有.pdf"),
        (["--remove", "没有.pdf"], 3, "没有叫"),
        (["--heading", "只有标题"], 3, "没有正文"),
        (["--number", "2", "--text", "总结.txt"], 2, "只有一份"),
        ([], 3, "还没有写"),
    ],
)
def test_refusals_say_why_and_write_nothing(
    run: Run,
    school: Path,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    more: list[str],
    status: int,
    words: str,
) -> None:
    monkeypatch.chdir(files)
    refused = run(*final(*more))
    assert refused.exit_code == status
    assert words in refused.stderr
    assert run(*final()).exit_code == 3


def test_an_annex_is_no_material(run: Run, school: Path) -> None:
    assert run("material", "--org", "u1", "--deliverable", "study-summary").exit_code == 2


def test_materials_go_out_as_word_and_by_themselves(run: Run, school: Path, files: Path) -> None:
    for words in (["materials", "study", "--format", "docx"], ["materials", "--format", "csv"]):
        assert run("export", *words, "--out", str(files / "out")).exit_code == 2
    nothing = run("export", "materials", "--format", "docx", "--out", str(files / "out"))
    assert nothing.exit_code == 3
    assert "还没有写好" in nothing.stderr
