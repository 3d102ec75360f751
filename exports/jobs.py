"""The files of a batch, one after the other, each ready but for its bytes. What cannot be made is a problem
with its place, and the next one follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from exports.forms_data import MERGED, printed_form
from exports.names import annex_title, annexes_mark, distinct_names, file_name, sheet_name
from exports.options import OFFICIAL, Options
from exports.printed import PrintedForm, Problem
from exports.record_rows import annex_mark, form_owner
from exports.written import WrittenDocument
from forms.errors import BadInput, TaizhangError, WrongUsage
from forms.neutral import one_line
from forms.organisation import Organisation
from forms.pack import Annex, GuideAnnex, RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.organisations import organisations

Format = Literal["docx", "xlsx", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Made:
    """A file with its name; a Word form gets its bytes on whichever core is free."""

    name: str
    org_name: str
    annex: str
    content: bytes | PrintedForm | WrittenDocument
    problems: tuple[Problem, ...] = ()

    def data(self) -> bytes:
        """The file's bytes. Raises whatever a writer raises for a form that cannot be written down."""
        if isinstance(self.content, bytes):
            return self.content
        from exports.word import docx_bytes, prose_bytes  # python-docx, only where Word is wanted

        if isinstance(self.content, WrittenDocument):
            return prose_bytes(self.content)
        return docx_bytes(self.content)

    def failed(self, error: Exception) -> Problem:
        return _problem(self.org_name, self.annex, error)


class Jobs:
    """What is to be made; iterating makes it. Raises WrongUsage, BadInput for what is not there at all."""

    def __init__(
        self,
        c: Campaign,
        annexes: Sequence[Annex | str],
        orgs: Sequence[str],
        only: bool,
        format: str,
        raw: bool,
        options: Options = OFFICIAL,
    ) -> None:
        known = organisations(c)
        self.format = checked_format(format)
        self._c, self._only, self._raw, self._options = c, only, raw, options
        wanted = [checked_annex(c, annex) for annex in annexes]
        self._annexes = list({annex.id: annex for annex in wanted or self._default()}.values())
        self._orgs = list({org.id: org for org in map(known.find, orgs)}.values()) or list(known.units)
        if options.merge and self._orgs:
            self._orgs = [self._whole(orgs)]
        if not self._orgs:
            raise BadInput("还没有党组织，没有可导出的表；请先用 taizhang org add 添加。")
        self._names = {"": form_owner(c, "").name, **distinct_names(known)}
        self._taken: set[str] = set()

    def _default(self) -> Sequence[Annex]:
        return merged_annexes(self._c) if self._options.merge else self._c.pack.annexes

    def _whole(self, orgs: Sequence[str]) -> Organisation:
        """Whose one document it is. Raises WrongUsage for what has none."""
        if self.format == "json":
            raise WrongUsage("汇总成一份只有 Word、Excel 和 CSV，JSON 请不加 --merge 导出。")
        for annex in self._annexes:
            if not isinstance(annex, RecordsAnnex | GuideAnnex):
                raise WrongUsage(f"附件{annex.number}对谁都一样，没有全校汇总；--merge 请写别的附件。")
        if self._only:
            raise WrongUsage("--merge 汇总全部党组织，不能和 --only 同用；请去掉其中一个。")
        owners = [organisations(self._c).find(name) for name in orgs]
        if len(owners) > 1 or any(org.level != "school" for org in owners):
            raise WrongUsage("--merge 汇总全部党组织，不用写 --org。")
        return owners[0] if owners else form_owner(self._c, "")

    def __len__(self) -> int:
        return len(self._files) * len(self._orgs)

    @property
    def _files(self) -> list[list[Annex]]:
        """The annexes of each file of an organisation: a workbook has a sheet for each."""
        return [self._annexes] if self.format == "xlsx" else [[annex] for annex in self._annexes]

    def __iter__(self) -> Iterator[Made | Problem]:
        for org in self._orgs:
            for annexes in self._files:
                made: Made | Problem
                try:
                    made = self.make(annexes, org)
                # Whatever a hand has put into a shard, the other forms are still wanted.
                except Exception as error:
                    if len(self) == 1:
                        raise
                    made = _problem(org.name, annexes_mark(annexes), error)
                yield made

    def make(self, annexes: Sequence[Annex], org: Organisation) -> Made:
        """One file. Raises BadInput, StoreError."""
        annex = annexes[0]
        problems: tuple[Problem, ...]
        content: bytes | PrintedForm | WrittenDocument
        title = ""
        if self.format == "docx":
            content = self._document(annex, org)
            problems = content.problems
            title = content.name if isinstance(content, WrittenDocument) else content.title
        elif self.format == "csv":
            from exports.table import csv_bytes, table

            found = table(self._c, annex, org.id, self._only, self._options)
            content, problems = csv_bytes(found, self._raw, self._options.encoding), found.problems
        elif self.format == "xlsx":
            content, problems = self._workbook(annexes, org)
        else:
            from exports.json_export import export_value, json_bytes

            value, problems = export_value(self._c, annex, org.id, self._only)
            content = json_bytes(value)
        called = annex if len(annexes) == 1 else annexes_mark(annexes)
        if org.level == "school" and not self._only and not title:
            title = _merged_title(annexes)
        name = file_name(self._names[org.id], called, self.format, title)
        if name.casefold() in self._taken:
            # Long names may be cut to the same beginning.
            name = file_name(org.id, called, self.format, title)
        self._taken.add(name.casefold())
        return Made(name, org.name, annexes_mark(annexes), content, problems)

    def _document(self, annex: Annex, org: Organisation) -> PrintedForm | WrittenDocument:
        whole = org.level == "school" and not self._only
        if isinstance(annex, GuideAnnex) and (whole or self._options.summary):
            from exports.diagnosis_summary import summary

            return summary(self._c, annex, org)
        if isinstance(annex, GuideAnnex) and self._options.report:
            from exports.diagnosis_report import report

            return report(self._c, annex, org)
        return printed_form(self._c, annex, org.id, self._only, self._options)

    def _workbook(self, annexes: Sequence[Annex], org: Organisation) -> tuple[bytes, tuple[Problem, ...]]:
        """All annexes' sheets; one that cannot be made is a problem, as long as there is another."""
        from exports.table import table
        from exports.xlsx import Sheet, workbook_bytes

        sheets: list[Sheet] = []
        problems: list[Problem] = []
        for annex in annexes:
            try:
                found = table(self._c, annex, org.id, self._only, self._options)
                sheets.append(Sheet(sheet_name(annex), found))
            except Exception as error:
                if len(annexes) == 1:
                    raise
                problems.append(_problem(org.name, annex_mark(annex), error))
        if not sheets:
            raise BadInput("、".join(problem.what for problem in problems))
        title = annex_title(annexes[0]) if len(annexes) == 1 else annexes_mark(annexes)
        content, left_out = workbook_bytes(sheets, org.name, title, self._c.pack.year)
        return content, (*problems, *left_out)


def merged_annexes(c: Campaign) -> list[Annex]:
    """Those of which there is one document for the whole school."""
    return [annex for annex in c.pack.annexes if isinstance(annex, RecordsAnnex | GuideAnnex)]


def _merged_title(annexes: Sequence[Annex]) -> str:
    title = annex_title(annexes[0]) if len(annexes) == 1 else ""
    return title if title.endswith("汇总表") else f"{title}{MERGED}"


def checked_annex(c: Campaign, annex: Annex | str) -> Annex:
    """The annex itself, by id or number. Raises WrongUsage naming those there are."""
    if not isinstance(annex, str):
        return annex
    found = c.pack.annex(annex)
    if found is None:
        known = "、".join(f"{one.id}（附件{one.number}）" for one in c.pack.annexes)
        raise WrongUsage(f"没有附件“{one_line(annex)}”；可用：{known}。")
    return found


def checked_format(format: str) -> Format:
    for one in FORMATS:
        if one == format:
            return one
    raise WrongUsage(f"不能导出为“{one_line(format)}”；可用：{'、'.join(FORMATS)}。")


def _problem(org_name: str, annex: str, error: Exception) -> Problem:
    if isinstance(error, TaizhangError):
        return Problem(org_name, annex, error.sentence)
    kind = type(error).__name__
    return Problem(
        org_name, annex, f"有记录的内容不合规则（{kind}），整份表没有导出；请运行 taizhang check 查看。"
    )
