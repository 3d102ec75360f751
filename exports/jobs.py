"""The files of a batch, one after the other, each ready but for its bytes. What cannot be made is a problem
with its place, and the next one follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from exports.names import annex_mark, annex_title, distinct_names, file_name, merged_title
from exports.options import OFFICIAL, Options, Request
from exports.printed import Problem, failure
from exports.record_rows import form_owner
from exports.renderers.registry import heeding, renderer
from forms.errors import BadInput, LockTimeout, StoreError, WrongUsage
from forms.neutral import one_line
from forms.organisation import Organisation
from forms.pack import Annex, GuideAnnex, RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.gathering import missing
from store.campaign.organisations import organisations, shard_of


@dataclass(frozen=True, slots=True)
class Made:
    """A file with its name, ready but for its bytes, which are made on whichever core is free."""

    name: str
    org_name: str
    annex: str
    content: Any
    """Its bytes, or the document that ``render`` turns into them."""
    problems: tuple[Problem, ...] = ()
    render: Callable[[Any], bytes] = bytes

    def data(self) -> bytes:
        """The file's bytes. Raises whatever a renderer raises for a document that cannot be written down."""
        return self.render(self.content)

    def tried(self) -> tuple[bytes | None, tuple[Problem, ...]]:
        """The bytes, None where they cannot be made, and what is to be told: a form that cannot be written
        down must not cost the others."""
        try:
            return self.data(), self.problems
        except Exception as error:
            return None, (*self.problems, failure(self.org_name, self.annex, error))


class Jobs:
    """What is to be made; iterating makes it. All annexes, and all second-level organisations, where none are
    named. Raises WrongUsage, BadInput for what is not there at all."""

    def __init__(
        self,
        c: Campaign,
        annexes: Sequence[Annex | str] = (),
        orgs: Sequence[str] = (),
        only: bool = False,
        format: str = "docx",
        options: Options = OFFICIAL,
    ) -> None:
        known = organisations(c)
        self._renderer = renderer(format)
        self._c, self._only, self._options = c, only, options
        wanted = [checked_annex(c, annex) for annex in annexes] or [
            annex for annex in c.pack.annexes if not options.merge or isinstance(annex, MERGED)
        ]
        self._annexes = list({annex.id: annex for annex in wanted}.values())
        self._orgs = list({org.id: org for org in map(known.find, orgs)}.values()) or list(known.units)
        if options.merge and self._orgs:
            self._orgs = [self._whole(orgs)]
        if not self._orgs:
            raise BadInput("还没有党组织，没有可导出的表；请先用 taizhang org add 添加。")
        self._names = {"": form_owner(c, "").name, **distinct_names(known)}
        self._taken: set[str] = set()

    def _whole(self, orgs: Sequence[str]) -> Organisation:
        """Whose one document it is. Raises WrongUsage for what has none."""
        if "merge" not in self._renderer.options:
            *others, last = [one.label for one in heeding("merge")]
            raise WrongUsage(
                f"汇总成一份只有 {'、'.join(others)} 和 {last}，{self._renderer.label} 请不加 --merge 导出。"
            )
        for annex in self._annexes:
            if not isinstance(annex, MERGED):
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
        return [self._annexes] if self._renderer.together else [[annex] for annex in self._annexes]

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
                    if isinstance(error, StoreError | LockTimeout):
                        self._c.left_out.note(shard_of(self._c, org.id), error)
                    made = failure(org.name, annex_mark(*annexes), error)
                yield made

    def make(self, annexes: Sequence[Annex], org: Organisation) -> Made:
        """One file. Raises BadInput, StoreError."""
        asked = Request(self._c, tuple(annexes), org, self._only, self._options)
        mark, one = annex_mark(*annexes), annexes[0] if len(annexes) == 1 else None
        with self._c.left_out.apart():
            document = self._renderer.query(asked)
            without = [Problem(unit.org_name, mark, f"没有列入：{unit.why}") for unit in missing(self._c)]
        title = document.name
        if asked.whole and not title:
            title = merged_title(annex_title(one) if one else "")
        name = file_name(self._names[org.id], one or mark, self._renderer.format, title)
        if name.casefold() in self._taken:
            # Long names may be cut to the same beginning.
            name = file_name(org.id, one or mark, self._renderer.format, title)
        self._taken.add(name.casefold())
        render = partial(self._renderer.render, options=self._options)
        return Made(name, org.name, mark, document, (*document.problems, *without), render)


MERGED = (RecordsAnnex, GuideAnnex)
"""Annexes of which there is one document for the whole school."""


def checked_annex(c: Campaign, annex: Annex | str) -> Annex:
    """The annex itself, by id or number. Raises WrongUsage naming those there are."""
    if not isinstance(annex, str):
        return annex
    found = c.pack.annex(annex)
    if found is None:
        known = "、".join(f"{one.id}（附件{one.number}）" for one in c.pack.annexes)
        raise WrongUsage(f"没有附件“{one_line(annex)}”；可用：{known}。")
    return found
