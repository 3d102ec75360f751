"""The table of file formats is the only list there is: what stands in it is offered, written and told of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exports.forms_data import on_paper
from exports.options import OFFICIAL, Options
from exports.printed import PrintedForm
from exports.renderers.registry import IN_A_TABLE, ON_PAPER, RENDERERS, described, heeding
from exports.renderers.renderer import Renderer
from forms.errors import BadInput, WrongUsage
from store.campaign.campaign import Campaign
from tests.support.exporting import export_all
from tests.support.unit import TEACHERS, UNIT
from tui.commands.export import command

HOME = Path(__file__).parents[2]


def titles(form: PrintedForm, options: Options = OFFICIAL) -> bytes:
    return "\n".join(sheet.title for sheet in form.sheets).encode()


@pytest.fixture
def text(monkeypatch: pytest.MonkeyPatch) -> None:
    """One format more in the table."""
    monkeypatch.setitem(RENDERERS, "txt", Renderer("txt", "文本", on_paper, titles))


@pytest.mark.usefixtures("text")
def test_a_format_that_stands_in_the_table_is_written(c: Campaign, tmp_path: Path) -> None:
    outcome = export_all(c, ["study"], [UNIT, TEACHERS], format="txt", out=tmp_path)
    assert [path.name for path in outcome.paths] == [
        "计算机学院党委-附件2学习情况汇总表.txt",
        "教工第一党支部-附件2学习情况汇总表.txt",
    ]
    assert outcome.paths[0].read_text() == "计算机学院党委学习情况汇总表"


@pytest.mark.usefixtures("text")
def test_what_it_does_not_heed_is_refused(c: Campaign, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="只有 Word、Excel 和 CSV，文本 请不加 --merge"):
        export_all(c, ["study"], format="txt", out=tmp_path, options=Options(merge=True))
    with pytest.raises(WrongUsage, match="不能导出为“pdf”；可用：docx、xlsx、csv、json、txt"):
        export_all(c, format="pdf", out=tmp_path)


def test_what_each_heeds() -> None:
    assert {option: [one.format for one in heeding(option)] for option in ("merge", "report", "raw")} == {
        "merge": ["docx", "xlsx", "csv"],
        "report": ["docx"],
        "raw": ["csv"],
    }
    assert (ON_PAPER.format, IN_A_TABLE.format) == ("docx", "csv")


@pytest.mark.parametrize("format", RENDERERS)
def test_every_format_gives_a_file_and_the_same_bytes_again(c: Campaign, tmp_path: Path, format: str) -> None:
    annexes = [annex.id for annex in c.pack.annexes]
    once, again = (
        export_all(c, annexes, [UNIT], format=format, out=tmp_path / folder) for folder in ("a", "b")
    )
    assert once.paths
    assert [path.read_bytes() for path in once.paths] == [path.read_bytes() for path in again.paths]
    with pytest.raises(BadInput):
        export_all(c, annexes, ["u9"], format=format, out=tmp_path)


def test_the_command_offers_them_and_says_what_they_are() -> None:
    option = next(one for one in command.params if one.name == "kind")
    assert list(option.type.choices) == list(RENDERERS)  # type: ignore[attr-defined]
    assert option.help == described()  # type: ignore[attr-defined]
    assert described() == "docx（Word）、xlsx（Excel，每个附件一张工作表）、csv（表格）或 json。"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readmes_export_in_no_other_format(readme: str) -> None:
    told = re.findall(r"taizhang export [^\n`]*--format (\w+)", (HOME / readme).read_text())
    assert set(told) <= set(RENDERERS)
    assert told or readme == "README.md"
