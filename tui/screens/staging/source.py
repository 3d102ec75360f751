"""Where rows on their way in come from: a file, or what was pasted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from exports.readers.grid import Reading
from exports.readers.pasted import NAME, pasted_reading
from exports.staging import read_files
from forms.neutral import one_line
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from tui.commands.files import LIMIT
from tui.person_files import PersonFiles


class Source(Protocol):
    """Read in a thread of its own; ``read`` raises TaizhangError."""

    @property
    def name(self) -> str: ...

    @property
    def reading_words(self) -> str: ...

    @property
    def refused_words(self) -> str: ...

    def read(self, c: Campaign, annex: RecordsAnnex, org: str) -> list[Reading]: ...


@dataclass(frozen=True)
class FileSource:
    """A Word, Excel or CSV file."""

    path: Path
    files: PersonFiles
    reading_words = "正在读取文件……"
    refused_words = "这个文件没有读入。按 Esc 返回。"

    @property
    def name(self) -> str:
        return self.path.name

    def read(self, c: Campaign, annex: RecordsAnnex, org: str) -> list[Reading]:
        too_large = f"{one_line(self.name)} 超过 {LIMIT // 1_000_000} MB，没有读入；请分成几个文件导入。"
        return read_files(c, annex, [(self.name, self.files.read(self.path, LIMIT, too_large))], org)


@dataclass(frozen=True)
class PastedSource:
    """Rows copied from Excel, WPS or Word."""

    text: str
    name = NAME
    reading_words = "正在看粘贴的内容……"
    refused_words = "粘贴的内容没有读入。按 Esc 返回。"

    def read(self, c: Campaign, annex: RecordsAnnex, org: str) -> list[Reading]:
        return [pasted_reading(self.text, annex, c, org)]
