"""What comes by the thousand costs no more a piece than what comes by the hundred: ten times as much against
ten times the lesser one, in processor time, by turns within one run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from time import process_time

from exports.readers.files import read_file
from exports.word import docx_bytes
from forms.clock import OffsetClock
from forms.neutral import clean
from forms.references import split_points, take_reference
from forms.when import parse_when
from store.backends import open_campaign
from store.campaign.campaign import Actor, Campaign
from store.campaign.founding import create_store
from store.campaign.imports import Proposal, judge_import
from store.campaign.records import records_annex
from tests.bench.figures import Figure, figure, in_turns
from tests.support.memory_backend import MemoryBackend
from tests.support.printed_forms import with_cell

TIMES = 10
ROUNDS = 3
LIMIT = 2.0
DAY = date(2021, 4, 10)
LONG = ("1-", "2021年", "—", "一", "1")
POINTS = ("1.甲", "（", "1、", "1.甲\n2.乙\n")


def measure() -> list[Figure]:
    """About 20 seconds."""
    backend = MemoryBackend()
    name = create_store(backend, 2021, "计算机学院党委")
    c = open_campaign(backend, name, OffsetClock.starting(DAY), Actor("bench"))
    return [
        _growth("rows judged before they are taken in", lambda count: _judge(c, count), 300),
        _growth("rows of a CSV file read", lambda count: _read(c, count), 1_000),
        _growth("rows of a Word form written", _write, 300),
        _growth("long text looked through for dates", _dates, 2_000),
        _growth("long text split into points", _points, 2_000),
        _growth("long text cleaned", _clean, 2_000),
    ]


def _growth(name: str, work: Callable[[int], Callable[[], object]], count: int) -> Figure:
    """``work`` prepares what is timed then."""
    more, less = work(TIMES * count), work(count)
    ours, peer = in_turns(lambda: _seconds(more), lambda: _seconds(less) * TIMES, ROUNDS)
    return figure(name, ours, peer, LIMIT)


def _seconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def _judge(c: Campaign, count: int) -> Callable[[], object]:
    rows = [
        Proposal(place, "u1", {"time": "4.6", "content": f"学习{place}" * 8, "participants": "32人"})
        for place in range(count)
    ]
    return lambda: judge_import(c, "study", rows)


def _read(c: Campaign, count: int) -> Callable[[], object]:
    text = io.StringIO(newline="")
    row = ("主题党日", "计算机学院党委", "全体党员")
    lines = (("计算机学院党委", "0401", f"第{number}次学习", *row) for number in range(count))
    head = ("党组织", "时间", "学习内容", "学习方式", "开展单位", "参加人员")
    csv.writer(text).writerows([head, *lines])
    data = text.getvalue().encode("utf-8-sig")
    return lambda: read_file(data, "表.csv", records_annex(c, "study"), c)


def _write(count: int) -> Callable[[], object]:
    form = with_cell("案例")
    sheet = form.sheets[0]
    long = replace(form, sheets=(replace(sheet, body=(sheet.body[0],) * count),))
    return lambda: docx_bytes(long)


def _dates(count: int) -> Callable[[], object]:
    return lambda: [parse_when(piece * count, DAY) for piece in LONG for _ in range(20)]


def _points(count: int) -> Callable[[], object]:
    return lambda: [(split_points(piece * count), take_reference("（对照" * count)) for piece in POINTS]


def _clean(count: int) -> Callable[[], object]:
    return lambda: [clean("典型案例\x1b\u202e" * count) for _ in range(20)]
