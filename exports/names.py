"""What files are called: 计算机学院党委-附件4诊断情况工作台账.docx. Files are sent on."""

from __future__ import annotations

import re
from collections import Counter

from forms.neutral import REPLACEMENT, one_line
from forms.organisation import Organisation
from forms.organisations import Organisations
from forms.pack import Annex, GuideAnnex, RecordsAnnex

LONGEST = 200
"""In bytes; file systems end at 255, and a copy or a download adds to the name."""

_FORBIDDEN = re.compile(rf'[/\\:*?"<>|{REPLACEMENT}\s]+')
"""What Windows, macOS or a share would refuse, and white space."""


def file_name(org: Organisation | str, annex: Annex | str, suffix: str, title: str = "") -> str:
    """The name of an organisation's file (``org``: itself, or the name to print); ``title`` where the form is
    not called like its annex. ``annex`` may be the words for several."""
    name = org if isinstance(org, str) else org.name or org.id
    ending = f"-{_safe(annex)}" if isinstance(annex, str) else f"-附件{annex.number}"
    ending += _safe(title or ("" if isinstance(annex, str) else annex_title(annex)))
    ending = _cut(ending, LONGEST // 2)
    room = LONGEST - len(ending.encode()) - len(suffix.encode()) - 1
    return f"{_cut(_safe(name).lstrip('.-') or '党组织', room)}{ending}.{suffix}"


def annex_mark(*annexes: Annex) -> str:
    """附件4, as it stands in the corner; 附件2、4."""
    return "附件" + "、".join(str(annex.number) for annex in annexes)


def sheet_name(annex: Annex) -> str:
    """A sheet's name, of the 31 characters that a workbook allows: 附件2 学习情况."""
    return re.sub(r"[\[\]:*?/\\']", "_", one_line(f"附件{annex.number} {annex.name}"))[:31]


def annex_title(annex: Annex) -> str:
    """The annex's title without the name of an organisation."""
    if isinstance(annex, GuideAnnex):
        return "诊断情况"
    return records_title(annex, "") if isinstance(annex, RecordsAnnex) else annex.title


def records_title(annex: RecordsAnnex, name: str) -> str:
    """The title with the organisation's 规范简称 where the official one has XX党委."""
    return annex.title.replace(annex.title_placeholder, name, 1) if annex.title_placeholder else annex.title


def merged_title(title: str) -> str:
    """What the whole school's own form is called."""
    return title if title.endswith("汇总表") else f"{title}汇总"


def distinct_names(known: Organisations) -> dict[str, str]:
    """A name for each organisation's files. 教工第一党支部 exists in many units: such names carry their
    unit's in front, and their id where even that is not enough."""
    names = {org.id: _safe(org.name) for org in known.all}
    names = _told_apart(
        names, {org.id: f"{_safe(known.unit_of(org.id).name)}-{names[org.id]}" for org in known.all}
    )
    return _told_apart(names, {org_id: f"{name}-{org_id}" for org_id, name in names.items()})


def _told_apart(names: dict[str, str], longer: dict[str, str]) -> dict[str, str]:
    # A file system may take two names for one that differ in case alone.
    times = Counter(name.casefold() for name in names.values())
    return {org_id: longer[org_id] if times[name.casefold()] > 1 else name for org_id, name in names.items()}


def _safe(text: str) -> str:
    return _FORBIDDEN.sub("_", one_line(text).strip())


def _cut(text: str, room: int) -> str:
    """As much of the text as fits into so many bytes of UTF-8, without half a character at the end."""
    return text.encode()[:room].decode(errors="ignore")
