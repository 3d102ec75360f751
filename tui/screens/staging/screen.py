"""The screen of an import: each row of a file, or of what was pasted, beside what is stored, and whether it
can be taken in; and one row in full. Nothing is written before F2; then what is marked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from exports.readers.grid import Reading
from exports.readers.headings import label
from exports.readers.pasted import NAME, pasted_reading
from exports.staging import WORDS, Staged, about, read_files, remarks, stage
from forms.errors import TaizhangError
from forms.neutral import one_line
from forms.organisation import Organisation
from forms.pack import RecordsAnnex
from store.campaign.campaign import Campaign
from store.campaign.imports import ORG, Verdict, accept
from store.campaign.organisations import organisations
from store.campaign.records import records_annex
from tui.actions import action, actions, unlisted
from tui.commands.files import LIMIT
from tui.flow import flow
from tui.person_files import PersonFiles, person_files
from tui.screens.base import ListScreen, TaizhangScreen
from tui.screens.dialogs.dialog import Dialog
from tui.screens.dialogs.pick import PickOrg
from tui.screens.staging.file import choose_file
from tui.widgets.prose import Prose
from tui.widgets.row_list import ListColumn, ListRow, RowList
from tui.widgets.wrapping import cut

CLOSE = action("cancel | escape enter | 关闭 | 回到各行。")


class StagingDetail(Dialog[None]):
    """Scrolled with ↑↓ and PgUp PgDn."""

    ACTIONS = (CLOSE,)
    BINDINGS = unlisted("up scroll(-1) | down scroll(1) | pageup scroll(-12) | pagedown scroll(12)")
    DEFAULT_CSS = """
    StagingDetail {
        #box { height: 100%; max-height: 40; }
        VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, annex: RecordsAnnex, verdict: Verdict) -> None:
        super().__init__(verdict.proposal.where)
        self._text = detail_text(annex, verdict)

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        with VerticalScroll(can_focus=False):
            yield Prose(self._text)

    def next_words(self) -> str:
        """Say what to do next."""
        return "↑↓ 翻看"

    def action_scroll(self, by: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def brief(annex: RecordsAnnex, verdict: Verdict, width: int) -> list[str]:
    """A few lines: reasons, guesses, and of each change the place where it begins."""
    lines = []
    for field, stored, said in remarks(annex, verdict):
        if not stored:
            lines.append(f"{field}：{said}" if field else said)
            continue
        lead = f"{field}　已存："
        lines.append(cut(lead + stored, width).rstrip())
        lines.append(cut(" " * (cell_len(lead) - cell_len("改为：")) + "改为：" + said, width).rstrip())
    return lines


def detail_text(annex: RecordsAnnex, verdict: Verdict) -> str:
    """A paragraph a field, with its remarks beneath."""
    proposal = verdict.proposal
    parts = [verdict.why] if verdict.kind == "refused" and not verdict.cells else []
    parts += [why for name, why in verdict.cells.items() if name not in proposal.raw]
    differences = verdict.differences or {}
    for name, text in proposal.raw.items():
        lines = [f"{label(annex, name)}"]
        if name in verdict.cells:
            lines.append(f"！{verdict.cells[name]}")
        if name in differences:
            stored, proposed = differences[name]
            lines += [f"已存：{stored or '（空）'}", f"改为：{proposed or '（空）'}"]
        else:
            lines[0] += f"：{text or '（空）'}"
        if name in proposal.guessed:
            lines.append(f"* 推测：{proposal.guessed[name]}")
        parts.append("\n".join(lines))
    parts += [f"* 推测：{said}" for name, said in proposal.guessed.items() if name not in proposal.raw]
    return "\n".join(parts)


@dataclass(frozen=True)
class FileSource:
    """A Word, Excel or CSV file."""

    path: Path
    files: PersonFiles
    reading_words = "正在读取文件……"
    refused_words = "这个文件没有读入。按 Esc 返回。"

    @property
    def name(self) -> str:
        """Give the name of the file."""
        return self.path.name

    def read(self, c: Campaign, annex: RecordsAnnex, org: str) -> list[Reading]:
        """Read it. Raises TaizhangError."""
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
        """Read it. Raises TaizhangError."""
        return [pasted_reading(self.text, annex, c, org)]


Source = FileSource | PastedSource
"""Read in a thread of its own; ``read`` raises TaizhangError."""

WRITE, DETAIL, MARK, ALL, WHOSE, INCOMPLETE = actions("""
write | f2 ctrl+s | 写入 | 把标了 [x] 的各行写入，其余不动。 | quiet priority changes
detail | enter | 细看 | 看这一行的全文：改前和改后、推测的内容、不能导入的原因。
mark | space | 取舍 | 这一行要不要写入；有问题的和相同的不能选。
all | ctrl+e | 全部取舍 | 能写入的各行全部选上，或全部不选。 | quiet
whose | f4 | 指定党组织 | 为认不出党组织的行选一个；同名的各行一并指定。 | priority
incomplete | ctrl+d | 缺项也收 | 缺少必填内容的行也可写入，记为未完成；再按一次恢复。 | quiet
""")
ORDER = ("refused", "changed", "new", "same")
COLUMNS = (
    ListColumn("写入", 4),
    ListColumn("结果", 7),
    ListColumn("党组织", 20),
    ListColumn("内容"),
    ListColumn("位置", 14),
)


class StagingScreen(ListScreen[Verdict]):
    """A file, or what was pasted. Dismissed with a sentence about what was written, None when nothing was."""

    ENTER = "detail"
    ACTIONS = (WRITE, DETAIL, MARK, ALL, WHOSE, INCOMPLETE)
    DEFAULT_CSS = """
    StagingScreen {
        #counts { height: 1; }
        #columns { min-height: 1; }
        #preview { max-height: 8; background: $panel; padding: 0 1; margin-top: 1; }
        #preview.-wide { max-height: 16; }
    }
    """

    def __init__(self, annex: str, org: str, source: Source) -> None:
        super().__init__()
        self._annex_id, self._org_id, self._source = annex, org, source
        self._readings: list[Reading] = []
        self._staged: Staged | None = None
        self._left: set[str] = set()
        """Keys of rows that are not to be written."""
        self._placed: dict[int, str] = {}
        self._incomplete = False
        self._wrote = ""
        self._busy = True

    # What it is about

    @property
    def annex(self) -> RecordsAnnex:
        """Give the annex it is about."""
        return records_annex(self.campaign, self._annex_id)

    def name_words(self) -> str:
        """Say what the screen is called."""
        return f"导入附件{self.annex.number}"

    def org_words(self) -> str:
        """Say whose data it shows, for the top line."""
        return self._source.name

    def next_words(self) -> str:
        """Say what to do next."""
        if self._busy:
            return "请稍候"
        if self._staged is None:
            return "按 Esc 返回，改好再来"
        count = len(self._marked())
        return f"按 F2 写入{count}处" if count else "没有可写入的"

    # Showing

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between the top line and the messages."""
        yield Static(id="counts")
        yield Prose(id="columns")
        yield RowList(COLUMNS)
        yield Prose(id="preview")

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self.listing.focus()
        self.query_one("#preview").display = False
        self._judge(self._source.reading_words)

    def on_resize(self, event: events.Resize) -> None:
        """Fit the window."""
        self.query_one("#preview").set_class(event.size.height >= 30, "-wide")

    def refresh_data(self) -> None:
        """Read from the store again, and show it."""
        if self._staged is not None:
            self._show()

    def _marked(self) -> list[Verdict]:
        return [verdict for key, verdict in self.items.items() if verdict.changes and key not in self._left]

    def _show(self) -> None:
        assert self._staged is not None
        known = organisations(self.campaign)
        by_kind: dict[str, list[ListRow]] = {kind: [] for kind in ORDER}
        for key, verdict in self.items.items():
            org = known.get(verdict.proposal.org)
            mark = ("[ ]" if key in self._left else "[x]") if verdict.changes else ""
            guessed = "*" if verdict.proposal.guessed and verdict.kind != "same" else ""
            cells = (
                mark,
                WORDS[verdict.kind] + guessed,
                org.name if org else verdict.proposal.whose or "（未写明）",
                "表头" if verdict.head else about(self.annex, verdict),
                verdict.proposal.where,
            )
            kind = verdict.kind
            by_kind[kind].append(ListRow(key, cells, strong=kind == "refused", faint=kind == "same"))
        self.listing.set_empty(f"{self._source.name}里没有要写入的行。")
        self.listing.set_rows([row for kind in ORDER for row in by_kind[kind]])
        words = Text(self._staged.summary or "没有内容", style="bold")
        if any(row.cells[1].endswith("*") for kind in ORDER for row in by_kind[kind]):
            words.append("    带 * 的有推测的内容，请核对", style="not bold")
        self.query_one("#counts", Static).update(words)
        self.query_one("#columns", Prose).show("".join(map(_columns, self._readings)))
        self.show_here()
        self.refresh_chrome()

    def show_here(self) -> None:
        """Show what belongs to the row at the cursor."""
        verdict = self.here
        box = self.query_one("#preview", Prose)
        box.show(self._preview(verdict) if verdict else "")
        box.display = verdict is not None

    def _preview(self, verdict: Verdict) -> str:
        if verdict.kind == "same":
            return "与已存的相同，导入不改变什么。"
        hint = ["按 F4 指定是哪个党组织。"] if ORG in verdict.cells else []
        width = self.listing.size.width - 2
        lines = [*hint, *brief(self.annex, verdict, width)]
        return "\n".join(lines) if lines else detail_text(self.annex, verdict)

    # Reading and writing, off the screen's own thread

    def _judge(self, words: str) -> None:
        self._busy = True
        self.say(words)
        self.run_worker(self._read_and_judge(), group="staging", exclusive=True)

    async def _read_and_judge(self) -> None:
        """Read what is to be imported, once, and hold it against what is stored."""
        campaign, annex, placed, incomplete = self.campaign, self.annex, dict(self._placed), self._incomplete
        readings, source, org, first = self._readings, self._source, self._org_id, self._staged is None

        def work() -> tuple[list[Reading], Staged]:
            found = readings or source.read(campaign, annex, org)
            return found, stage(campaign, annex, found, placed, incomplete)

        try:
            self._readings, staged = await asyncio.to_thread(work)
        except TaizhangError as error:
            self._busy = False
            self.listing.set_empty(self._source.refused_words)
            self.say(error.sentence, bad=True)
            self.refresh_chrome()
            return
        self._busy, self._staged = False, staged
        self.items = {
            f"head:{one.proposal.org}" if one.head else str(place): one
            for place, one in enumerate(staged.verdicts)
        }
        self._show()
        if self._wrote and all(verdict.kind == "same" for verdict in staged.verdicts):
            self.dismiss(self._wrote)
            return
        self.say(*([self._wrote] if self._wrote else []), *(staged.notes if first else ()))
        self._wrote = ""

    def action_write(self) -> None:
        """Write what is marked."""
        marked = self._marked()
        if not self._busy and marked:
            self._busy = True
            self.say("正在写入……")
            self.run_worker(self._write(Staged(tuple(marked))), group="staging", exclusive=True)

    async def _write(self, staged: Staged) -> None:
        try:
            await asyncio.to_thread(accept, self.campaign, staged.verdicts)
            self._wrote = f"已导入：{staged.summary}。回到列表后可按 Ctrl+Z 撤销。"
        except TaizhangError as error:
            self._wrote = ""
            self.app.notify(error.sentence, severity="error", markup=False)
        self.say(self._wrote)
        await self._read_and_judge()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action in ("write", "all", "mark", "whose", "detail", "incomplete"):
            if not self.is_mounted or self._busy or self._staged is None:
                return False
            here = self.here
            if action == "write":
                return bool(self._marked())
            if action == "mark":
                return here is not None and bool(here.changes)
            if action == "whose":
                return here is not None and _unclear(here)
            if action == "detail":
                return here is not None
        return super().check_action(action, parameters)

    def action_mark(self) -> None:
        """Mark the row at the cursor, or not."""
        self._left ^= {self.listing.key}
        self._show()
        self.listing.action_move(1)

    def action_all(self) -> None:
        """Mark every row, or none."""
        keys = {key for key, verdict in self.items.items() if verdict.changes}
        self._left = set() if keys & self._left else keys
        self._show()

    def action_incomplete(self) -> None:
        """Take rows that lack something, or not."""
        self._incomplete = not self._incomplete
        self._judge("缺项的行可以写入，记为未完成。" if self._incomplete else "缺项的行不写入。")

    def action_detail(self) -> None:
        """Open the row at the cursor in full."""
        if self.here is not None:
            self.app.push_screen(StagingDetail(self.annex, self.here))

    @flow
    async def action_whose(self) -> None:
        """Ask whose the rows are."""
        verdict = self.here
        if verdict is None or self._staged is None:
            return
        whose = verdict.proposal.whose
        rows = [
            place
            for place, one in enumerate(self._staged.rows)
            if one is verdict or (whose and one.proposal.whose == whose and _unclear(one))
        ]
        title = f"“{whose}”是哪个党组织？" if whose else "这一行是哪个党组织的？"
        org = await self.app.push_screen_wait(PickOrg(self.campaign, self._org_id, title=title))
        if org:
            self._placed |= dict.fromkeys(rows, org)
            self._judge(f"已指定{len(rows)}行。")


def _columns(reading: Reading) -> str:
    """How the columns of what was pasted were taken."""
    if not reading.columns:
        return ""
    names = "、".join(reading.columns)
    return f"没有表头，各列按原表的先后读作：{names}" if reading.headless else f"按表头读入：{names}"


def _unclear(verdict: Verdict) -> bool:
    """Whose row it is was not said, or supposed."""
    return not verdict.head and (ORG in verdict.proposal.faults or ORG in verdict.proposal.guessed)


async def import_file(screen: TaizhangScreen, annex_id: str, org: Organisation) -> str | None:
    """In a flow: ask for a file and show its rows over ``screen``. What was written, in a sentence; None when
    nothing was."""
    annex = records_annex(screen.campaign, annex_id)
    title = f"导入附件{annex.number} {annex.name}　{org.name}"
    path: Path | None = await screen.app.push_screen_wait(choose_file(screen.shell, title))
    if path is None:
        return None
    source = FileSource(path, person_files(screen.shell.settings))
    return await _stage(screen.app, annex_id, org.id, source)


async def import_pasted(app: App[Any], annex_id: str, org_id: str, text: str) -> str | None:
    """In a flow: show the rows of ``text``. What was written, in a sentence; None when nothing was."""
    return await _stage(app, annex_id, org_id, PastedSource(text))


async def _stage(app: App[Any], annex_id: str, org_id: str, source: Source) -> str | None:
    written: str | None = await app.push_screen_wait(StagingScreen(annex_id, org_id, source))
    return written
