"""What every screen shares: one line on top that says where one is, a line for messages, a line of the keys
that work here, and manners about unsaved input; and what screens share that are about the rows of one list.

A screen names its keys in ``ACTIONS``, builds its middle in ``compose_body`` and reads in ``refresh_data``.
What needs another screen (help, the command list, export, undo) is asked of the program, which knows them all
(``tui.app``)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen, Screen

from forms.errors import TaizhangError
from store.campaign.campaign import Campaign
from store.campaign.gathering import missing
from store.campaign.writing import refused
from tui.actions import (
    BACK,
    COMMANDS,
    HELP,
    HELP_MARK,
    QUIT,
    TABLE,
    TOUR,
    TOUR_END,
    TOUR_SKIP,
    WORD,
    Action,
    bindings,
)
from tui.driver.compositing import RowsCompositor, forget_drawn
from tui.shell import Shell, shell_of
from tui.widgets.chrome import KeyLine, StatusLine, TooSmall, TopLine, TourBar
from tui.widgets.keys_here import actions_of
from tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from exports.batch import Outcome

T = TypeVar("T")


class Framed(Screen[T]):
    """What full screens and dialogs share: keys from ``ACTIONS``, and the lines around what they show."""

    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    """This class's own; those of the classes below it are added."""

    def __init_subclass__(cls, *args: Any, **kwargs: Any) -> None:
        own = cls.__dict__.get("ACTIONS", ())
        if own:
            cls.BINDINGS = [*bindings(own), *cls.__dict__.get("BINDINGS", ())]
        super().__init_subclass__(*args, **kwargs)

    def __init__(self) -> None:
        super().__init__()
        self._compositor = RowsCompositor()
        self._opened = False
        self.only_looking = ""
        """Why nothing can be saved here; empty: it can."""

    @property
    def shell(self) -> Shell:
        """What is the same for every screen."""
        return shell_of(self)

    def name_words(self) -> str:
        """Its name on the screen."""
        raise NotImplementedError

    def next_words(self) -> str:
        """The next thing to do, in a few words, before the keys in the last line."""
        return ""

    def keep_draft(self) -> None:
        """Write what was typed and not saved: the line drops, or somebody leaves. Raises StoreError."""

    def on_resize(self, event: events.Resize) -> None:
        """Fit the window."""
        self.query_one(TooSmall).judge(event.size)

    @on(events.ScreenResume)
    def _styled_already(self, event: events.ScreenResume) -> None:
        """What a screen opens with was styled when it was made; Textual would style all of it again."""
        event.refresh_styles = self._opened
        self._opened = True


class TaizhangScreen(Framed[Any]):
    """The base of full screens; dialogs have ``tui.screens.dialogs.dialog.Dialog``."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (
        *(HELP, HELP_MARK, COMMANDS, WORD, TABLE, BACK, QUIT),
        *(TOUR, TOUR_SKIP, TOUR_END),
    )
    NAME: ClassVar[str] = ""
    """Its name on the screen; ``name_words`` may say more."""

    DEFAULT_CSS = """
    TaizhangScreen {
        layers: base over;
        #body { height: 1fr; padding: 0 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._stood: dict[str, int] = {}
        """Where each shard stood when this screen last read."""

    # For subclasses

    def compose_body(self) -> ComposeResult:
        """The widgets between the top line and the messages."""
        yield from ()

    def written(self) -> str:
        """What is changed here, for ``store.campaign.writing.refused``."""
        return self.shell.org

    def refresh_data(self) -> None:
        """Read again and show: on opening, on coming back, at midnight, after something was saved."""

    def watched(self) -> Sequence[str]:
        """The shards that hold what is shown here: when somebody else saves there, ``others_saved`` runs."""
        return ()

    def others_saved(self) -> None:
        """Show it, and leave the person where they are. Forms hold what is being typed: they only say so."""
        self.reload()

    def export_target(self) -> tuple[str, str] | None:
        """Annex id and organisation id of the form that is on the screen; None: nothing to export here."""
        return None

    def export_work(self, on_paper: bool) -> Callable[[Path], Outcome] | None:
        """What writes a file of another kind than the form of ``export_target`` into a folder, in a
        thread."""
        return None

    def unsaved(self) -> bool:
        """Whether something typed here would be lost by leaving."""
        return False

    def show_undone(self) -> None:
        """The last change was taken back: show it."""
        self.reload()

    @property
    def place_name(self) -> str:
        """How the tour calls this place, the number of an annex for its screen; empty: it asks for nothing
        here."""
        return ""

    def name_words(self) -> str:
        """Say what the screen is called."""
        return self.NAME

    def org_words(self) -> str:
        """The organisation being looked at, for the top line."""
        return ""

    # What screens use

    @property
    def campaign(self) -> Campaign:
        """Give the campaign that is open."""
        return self.shell.campaign

    def say(self, *sentences: str, bad: bool = False) -> None:
        """Show a message above the keys until the next one: what was done, or why not and what would be."""
        self.query_one(StatusLine).say(*sentences, bad=bad)

    def refresh_chrome(self) -> None:
        """Show top line and keys anew, after what they tell has changed."""
        self.query_one(TopLine).refresh_words()
        self.query_one(KeyLine).refresh_keys()

    # Workings

    def compose(self) -> ComposeResult:
        """Lay out the lines around the body."""
        fitting = [name for width, name in self.HORIZONTAL_BREAKPOINTS or () if self.app.size.width >= width]
        self.add_class(*fitting[-1:], update=False)  # before there is anything that would be styled again
        if self.shell.tour is not None:
            yield TourBar()
        yield TopLine()
        with Vertical(id="body"):
            yield from self.compose_body()
        yield StatusLine()
        yield KeyLine()
        yield TooSmall()

    def on_screen_suspend(self) -> None:
        """What was painted is not kept while another full screen is in front."""
        if not isinstance(self.app.screen, ModalScreen):
            forget_drawn(self)

    def on_screen_resume(self) -> None:
        """On opening, and on coming back from what was opened over it."""
        self.reload()

    def reload(self) -> None:
        """``refresh_data`` with refusals of the store shown instead of raised."""
        self._stood = self._standing()  # before reading: what is saved meanwhile is read again, not missed
        if self.shell.has_campaign:
            self.campaign.left_out.clear()
        try:
            self._ask_whether_only_looking()
            self.refresh_data()
            self._tell_missing()
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
        self.refresh_chrome()

    def _tell_missing(self) -> None:
        """Which units what is shown is without: they could not be read."""
        if self.shell.has_campaign and (without := missing(self.campaign)):
            more = f"另有{len(without) - 1}个单位也读不出来。" if len(without) > 1 else ""
            self.say(without[0].sentence, *filter(None, [more]), bad=True)

    def _ask_whether_only_looking(self) -> None:
        """Those who may only look are told before they type, once a screen."""
        if not self.shell.has_campaign or not any(action.changes for action in actions_of(type(self))):
            return
        told, self.only_looking = self.only_looking, refused(self.campaign, self.written())
        if self.only_looking and not told:
            self.say(self.only_looking)

    def look(self) -> None:
        """Has anybody saved since this screen read?"""
        now = self._standing()
        if now != self._stood:
            self._stood = now
            self.others_saved()

    def _standing(self) -> dict[str, int]:
        if not self.shell.has_campaign:
            return {}
        shards, c = self.watched(), self.campaign
        stands = c.backend.watch(c.store, shards) if c.backend else c.store.sequences(shards)
        return dict(zip(shards, stands, strict=True))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action in ("export_word", "export_table"):
            return self.export_target() is not None
        if action == "undo":
            return bool(self.campaign.done)
        if action == "tour":
            return self.shell.demo and self.shell.tour is None
        if action in ("tour_skip", "tour_end"):
            return self.shell.tour is not None
        return True

    # Asked of the program

    class Asked(Message):
        """Something that needs another screen; ``screen`` is the one that asks."""

        def __init__(self, screen: TaizhangScreen) -> None:
            super().__init__()
            self.screen = screen

    class UndoAsked(Asked):
        """The last change of this session is to be taken back."""

    class ExportAsked(Asked):
        """What is on the screen is to be written as a file: ``on_paper`` for the printer, else as a table."""

        def __init__(self, screen: TaizhangScreen, *, on_paper: bool) -> None:
            super().__init__(screen)
            self.on_paper = on_paper

    def action_back(self) -> None:
        """Leave the screen."""
        self.dismiss(None)

    def action_undo(self) -> None:
        """On screens that have the key."""
        self.post_message(self.UndoAsked(self))

    def action_export_word(self) -> None:
        """Ask for a Word file."""
        self.post_message(self.ExportAsked(self, on_paper=True))

    def action_export_table(self) -> None:
        """Ask for a table."""
        self.post_message(self.ExportAsked(self, on_paper=False))


class ListScreen(TaizhangScreen, Generic[T]):
    """``items``: what stands behind the rows, by their keys. Enter on a row does the action ``ENTER``; those
    of ``AT_A_ROW`` work where there is one."""

    ENTER: ClassVar[str]
    AT_A_ROW: ClassVar[Collection[str]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[str, T] = {}

    @property
    def listing(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    @property
    def here(self) -> T | None:
        """What the row at the cursor stands for."""
        return self.items.get(self.listing.key) if self.is_mounted else None

    def show_here(self) -> None:
        """Show what belongs to the row at the cursor."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action in self.AT_A_ROW:
            return self.here is not None
        return super().check_action(action, parameters)

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.show_here()
        self.refresh_chrome()

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        getattr(self, f"action_{self.ENTER}")()
