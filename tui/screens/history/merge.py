"""The screen that resolves a conflict: two people changed the same fields; 原来, 对方 and 我的 stand beside
each other, and one key a field chooses, or a text of one's own is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll

from forms.neutral import one_line
from store.campaign.changes import FieldChange
from store.campaign.conflict_resolution import (
    Choice,
    Dispute,
    Edited,
    Other,
    Side,
    changes_of,
    disputes,
    other,
    settle,
    subject_of,
)
from store.campaign.merging import WHOLE, MergeConflict
from tui.actions import Action, action, digit_keys
from tui.flow import flow
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.dialog import CANCEL, Ask, Dialog
from tui.widgets.inputs import LongInput
from tui.widgets.keys_here import retold
from tui.widgets.prose import Prose, turn_page
from tui.widgets.row_list import ListColumn, ListRow, RowList
from tui.widgets.version_text import VersionPane, moment

TAKE = action("take | f2 ctrl+s | 确定 | 这一项就用写的这段。 | priority")


class OwnWords(Dialog[str | None]):
    """The text, or None when left with Esc. ``hold`` is given it when the line drops, if there is one."""

    ACTIONS = (TAKE, CANCEL)
    QUESTION = ("写的这段还没有确定。", "不要了", "接着写")
    DEFAULT_CSS = """
    OwnWords {
        #theirs { height: auto; max-height: 8; scrollbar-size-vertical: 1; }
        #theirs VersionPane .heading { background: $surface; }
        LongInput { height: 8; }
    }
    """

    def __init__(self, about: Dispute, text: str, hold: Callable[[str], None] | None) -> None:
        super().__init__(f"{one_line(about.label)}：另写")
        self._about, self._text, self._hold = about, text, hold

    def compose_box(self) -> ComposeResult:
        """Lay out what the box holds."""
        with VerticalScroll(id="theirs", can_focus=False):
            yield VersionPane()
        yield LongInput(self._text)

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        about = self._about
        self.query_one(VersionPane).show("对方", about.theirs, before=about.before)
        box = self.query_one(LongInput)
        box.focus()
        box.move_cursor(box.document.end)

    def action_take(self) -> None:
        """Answer with what is chosen."""
        self.dismiss(self.query_one(LongInput).text)

    def unsaved(self) -> bool:
        """Tell whether something would be lost by leaving."""
        return self.query_one(LongInput).text != self._text

    def keep_draft(self) -> None:
        """Write what was typed as a draft."""
        if self._hold is not None:
            self._hold(self.query_one(LongInput).text)


BEFORE = Action("take('before')", digit_keys("1"), "原来", "这一项用两人改动之前的内容。")
THEIRS = Action("take('theirs')", digit_keys("2"), "对方", "这一项用对方改的内容。")
MINE = Action("take('mine')", digit_keys("3"), "我的", "这一项用我填的内容。")
OWN = action("own | f4 | 另写 | 这一项另外写，把两边的意思合在一起。 | priority")
KEEP = action("save | f2 ctrl+s | 保存 | 各项都选好后，按所选的合并保存。 | priority")

SIDES: dict[Side, str] = {"before": "原来", "theirs": "对方", "mine": "我的"}
MOST_LINES = 6
"""Fields listed at once above their versions."""


class FieldList(RowList):
    """Pages turn the texts beneath it, not the list."""

    DEFAULT_CSS = "FieldList { height: auto; }"

    def action_page(self, by: int) -> None:
        """Turn the pages of the texts."""
        turn_page(self.screen.query_one("#texts"), by)


class MergeScreen(TaizhangScreen):
    """True when it is saved (whatever was chosen); None when left: nothing is written then, and the form it
    came from is as it was, but for texts of one's own written here, which ``hold`` is given (field, text)."""

    NAME = "对照合并"
    ACTIONS = (BEFORE, THEIRS, MINE, OWN, KEEP)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    MergeScreen {
        #what { margin-bottom: 1; }
        #texts { height: 1fr; margin-top: 1; scrollbar-size-vertical: 1; }
        #versions { height: auto; layout: vertical; }
    }
    MergeScreen.-wide {
        #versions { layout: horizontal; }
        VersionPane { margin-right: 1; }
    }
    """

    def __init__(self, needed: MergeConflict, hold: Callable[[str, str], None] | None = None) -> None:
        super().__init__()
        self._hold = hold
        self._begin(needed)

    def _begin(self, needed: MergeConflict) -> None:
        self._needed = needed
        self._disputes: list[Dispute] = []
        self._choices: dict[str, Choice] = {}
        self._other = Other("", "", False)

    # What it is about

    def org_words(self) -> str:
        """Say whose data it shows, for the top line."""
        return subject_of(self.campaign, self._needed)

    @property
    def _whole(self) -> bool:
        """One side deleted it: it is about the record itself."""
        return any(clash.field == WHOLE for clash in self._needed.clashes)

    def next_words(self) -> str:
        """Say what to do next."""
        return "" if len(self._choices) < len(self._disputes) else "选好了"

    # Showing

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between the top line and the messages."""
        yield Prose(id="what")
        yield FieldList((ListColumn("", 20), ListColumn("", 10), ListColumn("")), header=False)
        with VerticalScroll(id="texts", can_focus=False), Container(id="versions"):
            for side in SIDES:
                yield VersionPane(id=f"version-{side}")
            yield VersionPane(id="version-own")

    def on_mount(self) -> None:
        """Begin, once it is on the screen."""
        self.query_one(RowList).focus()

    def refresh_data(self) -> None:
        """Read from the store again, and show it."""
        if not self._disputes:
            self._disputes = disputes(self.campaign, self._needed)
            self._other = other(self.campaign, self._needed)
        self.query_one("#what", Prose).show(retold(self, self._what()))
        rows = self.query_one(FieldList)
        rows.set_rows([self._row(one) for one in self._disputes])
        rows.styles.height = min(len(self._disputes), MOST_LINES)
        rows.display = not self._whole
        self._show()

    def _what(self) -> str:
        who = f"{one_line(self._other.by) or '别人'} 在 {moment(self._other.at)} "
        if not self._whole:
            return (
                f"{who}先保存了，下面各项两人改得不一样。每项按 1 用原来的，按 2 用对方的，按 3 用我的，"
                "或按 F4 另写；都选好了按 F2 保存。文字长时按 PgUp、PgDn 翻看。"
            )
        if self._other.deleted:
            return f"{who}删除了您正在改的这一条。您填的还没有保存，也没有丢。选 2 或 3，再按 F2 保存。"
        return f"您要删除的这一条，{who}又改过。选 2 或 3，再按 F2 保存。"

    def _row(self, one: Dispute) -> ListRow:
        choice = self._choices.get(one.field)
        if choice is None:
            word = "没选"
        elif isinstance(choice, Edited):
            word = "另写"
        else:
            word = SIDES[choice]
        return ListRow(one.field or "whole", (one.label, word, ""), faint=choice is not None)

    @property
    def _here(self) -> Dispute | None:
        if self._whole:
            return next(iter(self._disputes), None)
        key = self.query_one(FieldList).key
        return next((one for one in self._disputes if one.field == key), None)

    @on(RowList.Moved)
    def moved(self) -> None:
        """Follow the cursor."""
        self.query_one("#texts").scroll_home(animate=False)
        self._show()
        self.refresh_chrome()

    def _show(self) -> None:
        one = self._here
        if one is None:
            return
        choice = self._choices.get(one.field)
        for side in SIDES:
            pane = self.query_one(f"#version-{side}", VersionPane)
            pane.display = not (self._whole and side == "before")
            pane.show(
                self._heading(side),
                self._deeds(side) if self._whole else getattr(one, side),
                before="" if side == "before" else one.before,
                chosen=choice == side,
            )
        own = self.query_one("#version-own", VersionPane)
        own.display = isinstance(choice, Edited)
        if isinstance(choice, Edited):
            own.show("F4 另写", choice.text, before=one.before, chosen=True)

    def _heading(self, side: Side) -> str:
        number = list(SIDES).index(side) + 1
        if self._whole and side != "before":
            deleted = self._other.deleted
            words = {
                "theirs": "照对方：删除，不要这一条了" if deleted else "照对方：不删，留着改过的",
                "mine": "照我的：这一条还要，按我填的保存" if deleted else "照我的：仍然删除",
            }
            return f"{number} {words[side]}"
        who = f"（{one_line(self._other.by)}）" if side == "theirs" and self._other.by else ""
        return f"{number} {SIDES[side]}{who}"

    def _deeds(self, side: Side) -> str:
        """Where one side deleted what the other changed: what the other did."""
        if (side == "theirs") == self._other.deleted:
            return "全部内容都删除。"
        changes = changes_of(self.campaign, self._needed, mine=side == "mine")
        return "\n".join(map(_change_words, changes)) or "没有改动。"

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action == "take":
            return not (self._whole and parameters == ("before",))
        if action == "own":
            return bool(self.is_mounted and self._here and self._here.editable)
        return super().check_action(action, parameters)

    def action_take(self, side: Side) -> None:
        """Choose a side for the field at the cursor."""
        if self._here is not None:
            self._choose(self._here, side)

    @flow
    async def action_own(self) -> None:
        """Write the field anew."""
        one = self._here
        if one is None:
            return
        choice = self._choices.get(one.field)
        text = choice.text if isinstance(choice, Edited) else getattr(one, choice or "mine")
        typed = partial(self._hold, one.field) if self._hold is not None else None
        written = await self.app.push_screen_wait(OwnWords(one, text, typed))
        if written is not None:
            self._choose(one, Edited(written))

    def _choose(self, one: Dispute, choice: Choice) -> None:
        self._choices[one.field] = choice
        self.say("")
        self.refresh_data()
        if not isinstance(choice, Edited):
            self._go_on()
        self.refresh_chrome()

    def _go_on(self) -> None:
        """To the next field that needs a choice."""
        fields = [one.field for one in self._disputes]
        here = fields.index(self._here.field) if self._here else 0
        turned = [*fields[here + 1 :], *fields[: here + 1]]
        following = next((field for field in turned if field not in self._choices), None)
        if following is not None:
            self.query_one(FieldList).go(following)

    @on(RowList.Chosen)
    def entered(self) -> None:
        """Go on to what is still to be chosen."""
        self._go_on()

    @flow
    async def action_save(self) -> None:
        """Save what was chosen, once all of it is."""
        left = next((one for one in self._disputes if one.field not in self._choices), None)
        if left is not None:
            if not self._whole:
                self.query_one(FieldList).go(left.field)
            keys = "2 或 3" if self._whole else "1、2 或 3"
            self.say(f"{left.label or '这一条'}还没选，请按 {keys}。", bad=True)
            return
        try:
            settle(self.campaign, self._needed, self._choices)
        except MergeConflict as again:
            kept = {one.field: self._choices[one.field] for one in self._disputes}
            self._begin(again)
            self.refresh_data()
            self._keep_choices(kept)
            self.say("刚又有人保存，请再对照一次。", bad=True)
        else:
            self.dismiss(True)

    def _keep_choices(self, kept: dict[str, Choice]) -> None:
        """A text written here is not to be written twice; what was merely chosen is to be looked at anew."""
        for one in self._disputes:
            choice = kept.get(one.field)
            if isinstance(choice, Edited):
                self._choices[one.field] = choice
        self.reload()

    def unsaved(self) -> bool:
        """Tell that nothing is lost: the form beneath has it all."""
        return False  # the form beneath still has it all

    def keep_draft(self) -> None:
        """The form beneath is about to keep its draft: with what was written here."""
        for field, choice in self._choices.items():
            if isinstance(choice, Edited) and self._hold is not None:
                self._hold(field, choice.text)

    @flow
    async def action_back(self) -> None:
        """Leave the screen."""
        written = any(isinstance(choice, Edited) for choice in self._choices.values())
        question = Ask("另写的内容还没有保存。", yes="不要了", no="留在这里")
        if not written or self._hold is not None:
            self.keep_draft()
        elif not await self.app.push_screen_wait(question):
            return
        self.dismiss(None)


def _change_words(one: FieldChange) -> str:
    """``参加人员：32人 改为 30人``."""
    if not one.before:
        return f"{one.label}：{one.after}"
    return f"{one.label}：{one.before} 改为 {one.after or '（空）'}"
