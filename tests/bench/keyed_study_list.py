"""How a practised clerk keys ``study_list``, a line a record; ``bench_keys`` says how to read it.

What is new is typed; the rest comes by pinyin initials and Enter, by F3 from the record before, or by itself:
学习方式 and 类别 carry over, 开展单位 follows whose record it is, 应到 and 实到 follow 24/22.
"""

from __future__ import annotations

from tests.bench.study_list import BOARD, ETHICS, GRAVES, HEADS, HISTORY, PLAN, RULES, SPEECH, TRAINING

WHOSE = "<shift+tab>"
"""From 时间, where each new record begins, up to the line that says whose it is."""
UNIT, T1, T2, G1 = (f"{WHOSE}{letters}<enter><enter>" for letters in ("jsj", "jgdy", "jgde", "yjs"))
S18, S19 = (f"{WHOSE}{digits}<right><enter>" for digits in ("18", "19"))
CENTRE, COMMITTEE, MEETING, COURSE, DAY = (
    f"{letters}<enter><enter>" for letters in ("zx", "zwh", "zbdy", "ztp", "ztdr")
)
THEORY, THREE, PARTY, COACHING, MORALS = (f"{letters}<enter>" for letters in ("ll", "sh", "ds", "px", "sd"))


def like_the_last(came: str) -> str:
    """The same subject as in the record before, held by somebody else: only who came is another."""
    return f"<f3><enter><enter>{came}<enter><f3><f2>"


ALL_THE_SAME = "<f3><f3><f2>"

KEYED: tuple[str, ...] = (
    f"0304下午<enter>{RULES}<tab>zx<enter><enter><enter>{BOARD}<enter>3<enter>ll<enter><enter>15<enter>15<f2>",
    f"{T1}0310<enter>{PLAN}<tab>{COMMITTEE}<enter>5/5<enter>1<enter>{THREE}<f2>",
    f"{T2}{ALL_THE_SAME}",
    f"{G1}0311<enter>{like_the_last('5/4')}",
    f"{S18}0311<enter>{like_the_last('5/5')}",
    f"{S19}0312<enter>{ALL_THE_SAME}",
    f"{UNIT}0318下午<enter>{SPEECH}<tab>{CENTRE}<enter>bz<enter><enter>3<enter>{PARTY}<enter>15<enter>15<f2>",
    f"{T1}0325<enter><f3>{MEETING}<enter>24/22<enter>2<f2>",
    f"{T2}0325<enter>{like_the_last('27/26')}",
    f"{G1}0326<enter>{like_the_last('30/28')}",
    f"{S18}0326<enter>{like_the_last('34/33')}",
    f"{S19}0326<enter>{like_the_last('36/35')}",
    f"{UNIT}3.29-4.2<enter>{TRAINING}<tab>{COURSE}<enter>{HEADS}<enter>16<enter>{COACHING}<enter>31<enter>31<f2>",
    f"{S18}0402<enter>{GRAVES}<tab>{DAY}<enter>34/34<enter>3<enter>ztdr<enter><f2>",
    f"{S19}0402<enter>{like_the_last('36/36')}",
    f"{T1}0408<enter>{ETHICS}<tab>{MEETING}<enter>24/24<enter>2<enter>{MORALS}<f2>",
    f"{T2}0408<enter>{like_the_last('27/25')}",
    f"{UNIT}0415下午<enter>{HISTORY}<tab>{CENTRE}<enter>bz<enter><enter>3<enter>{PARTY}<enter>15<enter>15<f2>",
    f"{G1}0416<enter><f3>{MEETING}<enter>30/30<enter>2<f2>",
    f"{S19}0416<enter>{like_the_last('36/34')}",
)
