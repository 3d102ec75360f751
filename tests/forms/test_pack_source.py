"""The shipped pack against the notice: official wording to the character, and the facts drawn from it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from forms.loading import SHIPPED, load_pack, shipped_packs
from forms.pack import Column, GuideAnnex, Measure, Pack, RecordsAnnex, ScheduleAnnex

SOURCE = Path(__file__).parent / "source" / "notice-annexes.txt"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(shipped_packs()[SHIPPED])


def _bare(text: str) -> str:
    return "".join(text.split())


def _headings(columns: tuple[Column, ...]) -> list[str]:
    return [column.title for column in columns]


def _official(pack: Pack) -> Iterator[str]:
    """Every official field, in the order of the printed annexes."""
    for annex in pack.annexes:
        yield f"附件{annex.number}"
        if isinstance(annex, ScheduleAnnex):
            yield annex.title
            yield from _headings(annex.columns)
            for stage in annex.stages:
                yield from (stage.period, stage.content, *stage.note)
        elif isinstance(annex, RecordsAnnex):
            yield annex.title
            yield from (f"{head.label}：" for head in annex.head)
            yield from _headings(annex.columns)
            yield annex.note
        elif isinstance(annex, GuideAnnex):
            for guide in annex.guides:
                yield guide.title
                yield from _headings(guide.columns)
                for criterion in guide.criteria:
                    yield criterion.heading
                    yield from (indicator.text for indicator in criterion.indicators)


def test_nothing_of_the_notice_is_missing_and_nothing_is_added(pack: Pack) -> None:
    source = _bare(SOURCE.read_text("utf-8"))
    ours = _bare("".join(_official(pack)))
    differences = (
        [
            (kind, source[a:b], ours[c:d])
            for kind, a, b, c, d in difflib.SequenceMatcher(None, source, ours, autojunk=False).get_opcodes()
            if kind != "equal"
        ]
        if source != ours
        else []
    )
    assert differences == []


def test_each_cell_is_a_line_of_the_notice_spaces_included(pack: Pack) -> None:
    lines = {line.strip() for line in SOURCE.read_text("utf-8").splitlines()}
    for text in _official(pack):
        if text and not text.endswith("："):
            assert text in lines


def test_no_official_text_starts_or_ends_with_white_space(pack: Pack) -> None:
    for text in _official(pack):
        assert text == text.strip()


def test_deliverables_are_drawn_from_their_rows(pack: Pack) -> None:
    schedule = pack.schedule
    assert schedule is not None
    assert len(schedule.stages) == 6
    for deliverable in schedule.deliverables:
        note = "".join(schedule.stages[deliverable.stage - 1].note)
        assert deliverable.title in note
        day = deliverable.due
        printed = f"{day.year}年{day.month}月{day.day}日前"
        assert printed in note or (deliverable.due, "2021年3月底" in note) == (date(2021, 3, 31), True)


def test_who_owes_what_by_when_from_which_annex(pack: Pack) -> None:
    assert [(d.id, d.stage, d.due.isoformat(), d.owed_by, d.annex, d.several) for d in pack.deliverables] == [
        ("research-report", 1, "2021-03-31", "unit", "", False),
        ("study-summary", 2, "2021-05-07", "unit", "study", False),
        ("assessment-report", 3, "2021-04-16", "title-holder", "", False),
        ("feature-cases", 3, "2021-04-16", "title-holder", "", False),
        # The row says 附件3; the ledger is annex 4.
        ("diagnosis-ledger", 3, "2021-05-07", "unit", "ledger", False),
        ("stage-report", 4, "2021-06-01", "unit", "", False),
        ("typical-deeds", 4, "2021-06-01", "unit", "", True),
        ("final-report", 6, "2021-12-10", "unit", "", False),
    ]


def test_annexes_by_id_and_number(pack: Pack) -> None:
    assert [(annex.id, annex.number) for annex in pack.annexes] == [
        ("schedule", 1),
        ("study", 2),
        ("guide", 3),
        ("ledger", 4),
    ]
    assert pack.annex("4") is pack.annex("ledger")


def test_guides_have_their_criteria_and_indicators(pack: Pack) -> None:
    assert pack.guides is not None
    shape = [(guide.id, len(guide.criteria), len(guide.indicators)) for guide in pack.guides.guides]
    assert shape == [("unit", 5, 27), ("branch", 7, 27)]
    for guide in pack.guides.guides:
        for indicator_id, indicator in guide.indicators.items():
            criterion, number = indicator_id.split("-")
            assert indicator.text.startswith(f"（{number}）")
            assert guide.criterion_of(indicator_id).heading.startswith(f"{criterion}.")
            assert 2 <= len(indicator.short) <= 8


@pytest.mark.parametrize(
    ("guide_id", "words"),
    [
        ("unit", ["到位", "基本到位", "不够到位", "不涉及"]),
        ("branch", ["有力", "较有力", "不够有力", "不涉及"]),
    ],
)
def test_verdicts_are_one_digit_each(pack: Pack, guide_id: str, words: list[str]) -> None:
    assert pack.guides is not None
    guide = pack.guides.guide(guide_id)
    assert guide is not None
    assert [(v.digit, v.word) for v in guide.verdicts] == list(zip("1230", words, strict=True))
    assert [v.digit for v in guide.verdicts if v.short] == ["2", "3"]
    assert [v.digit for v in guide.verdicts if not v.applies] == ["0"]


# Indicator, period, unit of the number, and its bounds: (least, usually least, most, usually most, target).
MEASURES = {
    "unit": [
        ("1-4", "now", "名", (1, None, None, None, 2)),
        ("3-1", "semester", "次", (1, None, None, None, None)),
        ("3-1", "semester", "次", (1, None, None, None, None)),
        ("4-2", "now", "人", (None, None, 50, 30, None)),
        ("4-8", "now", "%", (100, None, None, None, None)),
        ("4-10", "year", "名", (None, None, None, None, None)),
    ],
    "branch": [
        ("1-2", "month", "次", (1, None, None, None, None)),
        ("1-2", "month", "次", (1, None, None, None, None)),
        ("1-2", "quarter", "次", (None, 1, None, None, None)),
        ("1-2", "year", "次", (1, None, None, None, None)),
        ("1-3", "month", "次", (1, None, None, None, None)),
        # Asked the other way round: how many teachers have fewer than 10 学时.
        ("1-4", "year", "人", (None, None, 0, None, None)),
        ("2-3", "year", "学时", (None, 32, None, None, None)),
        ("3-1", "year", "次", (None, 1, None, None, None)),
        ("3-1", "year", "次", (None, 1, None, None, None)),
        ("3-1", "year", "次", (None, 1, None, None, None)),
        ("3-2", "year", "次", (1, None, None, None, None)),
        ("3-3", "semester", "次", (None, 1, None, None, None)),
        ("3-3", "year", "次", (1, None, None, None, None)),
        ("3-3", "year", "次", (None, 1, None, None, None)),
        ("3-3", "year", "次", (None, 1, None, None, None)),
    ],
}


def _bounds(measure: Measure) -> tuple[float | None, ...]:
    return (
        measure.at_least,
        measure.usually_at_least,
        measure.at_most,
        measure.usually_at_most,
        measure.target,
    )


@pytest.mark.parametrize("guide_id", ["unit", "branch"])
def test_every_measure_with_its_limits(pack: Pack, guide_id: str) -> None:
    assert pack.guides is not None
    guide = pack.guides.guide(guide_id)
    assert guide is not None
    assert [
        (indicator_id, measure.period, measure.unit, _bounds(measure))
        for indicator_id, indicator in guide.indicators.items()
        for measure in indicator.measures
    ] == MEASURES[guide_id]


def test_limits_are_soft_exactly_where_the_indicator_says_usually(pack: Pack) -> None:
    assert pack.guides is not None
    for guide in pack.guides.guides:
        for indicator in guide.indicators.values():
            soft = any(
                m.usually_at_least is not None or m.usually_at_most is not None for m in indicator.measures
            )
            assert not soft or "一般" in indicator.text


def test_every_measure_asks_and_proposes_a_finding_in_words(pack: Pack) -> None:
    assert pack.guides is not None
    for guide in pack.guides.guides:
        for indicator in guide.indicators.values():
            for measure in indicator.measures:
                assert measure.ask
                ready = measure.finding.format(value=0, limit=1, period="上年度")
                assert ready.endswith("。")
                assert "{value}" in measure.finding
                # A state has no period to speak of.
                assert ("{period}" in measure.finding) == (measure.period != "now")


def test_every_field_tells_what_is_expected(pack: Pack) -> None:
    for annex in pack.records:
        for field in annex.fields:
            assert field.prompt.endswith("。")


def test_study_fields_and_what_is_printed(pack: Pack) -> None:
    study = pack.annex("study")
    assert isinstance(study, RecordsAnnex)
    assert list(study.by_id) == [
        "time", "content", "method", "organiser", "participants", "hours", "category", "expected", "present",
    ]  # fmt: skip
    assert [column.shows for column in study.columns] == list(study.by_id)[:5]
    assert study.key == ("time", "content", "organiser")
    assert (study.title_placeholder, study.rows) == ("XX党委", "many")
    assert study.by_id["content"].usual == (20, 100)
    assert len(study.by_id["method"].options) == 13


def test_ledger_fields_and_head(pack: Pack) -> None:
    ledger = pack.annex("ledger")
    assert isinstance(ledger, RecordsAnnex)
    assert [c.shows for c in ledger.columns] == [
        "serial", "organisation", "experience", "case", "problems", "note",
    ]  # fmt: skip
    assert ledger.by_id["problems"].kind == "findings"
    assert (ledger.key, ledger.rows) == (("organisation",), "one-per-org")
    assert [(h.label, h.default) for h in ledger.head] == [
        ("填报单位", "organisation"),
        ("截止时间", "deadline"),
    ]


def test_widths_fill_the_page(pack: Pack) -> None:
    for annex in pack.annexes:
        tables = (
            [guide.columns for guide in annex.guides] if isinstance(annex, GuideAnnex) else [annex.columns]
        )
        for columns in tables:
            assert sum(column.width for column in columns) == (
                156 if annex.orientation == "portrait" else 225
            )
