"""Rules of a pack between the fields of a record."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from forms.checks import check_record, check_rules, rules_of
from forms.loading import SHIPPED, load_pack, shipped_packs, write_pack
from forms.pack import Column, Field, RecordsAnnex, Rule
from forms.record_edit import RecordEdit
from forms.shift import shift_years

TODAY = date(2021, 5, 7)
TRIPS = RecordsAnnex(
    id="trips",
    number=6,
    name="实践",
    title="实践",
    columns=(Column(title="开始", width=40, shows="begin"),),
    fields=(
        Field(id="begin", label="开始", kind="when"),
        Field(id="end", label="结束", kind="when"),
        Field(id="seats", label="名额", kind="number", unit="人"),
        Field(id="went", label="参加", kind="number", unit="人"),
    ),
    rules=(
        Rule(kind="not-before", field="end", other="begin"),
        Rule(kind="not-over", field="went", other="seats", says="{field}超过了{other}，请说明。"),
    ),
)


def said(values: dict[str, Any]) -> list[tuple[str, str]]:
    return [(remark.field, remark.text) for remark in check_rules(TRIPS, values, TODAY)]


@pytest.mark.parametrize(
    ("begin", "end", "broken"),
    [
        ("2021年4月6日", "2021年4月5日", True),
        ("2021年4月6日", "2021年4月6日", False),
        ("2021年4月6日—9日", "2021年4月8日", False),
        ("2021年4月", "2021年4月1日", False),
        ("2021年4月", "2021年3月31日", True),
        ("第一季度", "2021年1月1日", False),
        ("", "2021年1月1日", False),
        ("2021-02-30", "2021年1月1日", False),
    ],
)
def test_an_end_before_its_beginning_is_asked_about(begin: str, end: str, broken: bool) -> None:
    told = [("end", f"结束（{end}）早于开始（{begin}），请核对。")] if broken else []
    assert said({"begin": begin, "end": end}) == told


def test_a_pack_may_say_it_in_its_own_words() -> None:
    assert said({"seats": 30, "went": 31.5}) == [("went", "参加31.5人超过了名额30人，请说明。")]
    assert said({"seats": 30, "went": 30}) == []
    assert said({"seats": "很多", "went": 30}) == []


def test_what_is_typed_is_read_first() -> None:
    texts = {"begin": "0406", "end": "0405", "seats": "三十", "went": "３１"}
    remark = RecordEdit(TRIPS, TODAY, texts).across()[0]
    assert remark.text == "结束（2021年4月5日）早于开始（2021年4月6日），请核对。"


def test_a_rule_is_part_of_what_a_record_is_checked_for() -> None:
    remarks = check_record(TRIPS, {"begin": "2021年4月6日", "end": "2021年4月5日"}, TODAY)
    assert [(remark.field, remark.kind) for remark in remarks] == [("end", "soft")]


def test_a_pack_of_before_the_rules_is_checked_no_less(tmp_path: Path) -> None:
    study = load_pack(shipped_packs()[SHIPPED]).annex("study")
    assert isinstance(study, RecordsAnnex)
    older = msgspec.structs.replace(study, rules=())
    broken = {"expected": 20, "present": 30, "participants": "应到20人，实到30人"}
    assert check_rules(older, broken, TODAY) == check_rules(study, broken, TODAY)
    assert len(check_rules(older, broken, TODAY)) == 2


def test_rules_go_into_the_copy_that_a_campaign_keeps(tmp_path: Path) -> None:
    written = shift_years(load_pack(shipped_packs()[SHIPPED]), 2022)
    write_pack(written, tmp_path / "pack")
    assert load_pack(tmp_path / "pack") == written
    study = written.annex("study")
    assert isinstance(study, RecordsAnnex)
    assert [rule.kind for rule in rules_of(study)] == ["not-over", "attendance-words"]
