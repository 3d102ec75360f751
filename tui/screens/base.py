"""What every screen shares: one line on top that says where one is, a line for messages, a line of the keys
that work here; the keys that work everywhere; export of what is on the screen; and manners about unsaved
input.

A screen names its keys in ``ACTIONS``, builds its middle in ``compose_body`` and reads in ``refresh_data``.
It may also have ``keep_draft()``: called when the connection drops, to write what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen

from forms.errors import TaizhangError
from store.campaign.campaign import Campaign
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
from tui.driver.compositing import RowsCompositor
from tui.widgets.chrome import KeyLine, StatusLine, TooSmall, TopLine
from tui.widgets.keys_here import actions_of

if TYPE_CHECKING:
    from exports.batch import Outcome
    from tui.app import TaizhangApp


class TaizhangScreen(Screen[Any]):
    """The base of full screens; dialogs have ``tui.screens.dialogs.dialog.Dialog``."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (
        *(HELP, HELP_MARK, COMMANDS, WORD, TABLE, BACK, QUIT),
        *(TOUR, TOUR_SKIP, TOUR_END),
    )
    """This class's own; those of the classes below it are added."""
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS)

    NAME: ClassVar[str] = ""
    """Its name on the screen; ``name_words`` may say more."""

    DEFAULT_CSS = """
    TaizhangScreen {
        layers: base over;
        #body { height: 1fr; padding: 0 1; }
    }
    """

    def __init_subclass__(cls, *args: Any, **kwargs: Any) -> None:
        own = cls.__dict__.get("ACTIONS", ())
        if own:
            cls.BINDINGS = [*bindings(own), *cls.__dict__.get("BINDINGS", ())]
        super().__init_subclass__(*args, **kwargs)

    def __init__(self) -> None:
        super().__init__()
        self._compositor = RowsCompositor()
        self._stood: dict[str, int] = {}
        """Where each shard stood when this screen last read."""
        self.only_looking = ""
        """Why nothing can be saved here; empty: it can."""

    # For subclasses

    def compose_body(self) -> ComposeResult:
        """The widgets between the top line and the messages."""
        yield from ()

    def written(self) -> str:
        """What is changed here, for ``store.campaign.permission.refused``."""
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

    def unsaved(self) -> bool:
        """Whether something typed here would be lost by leaving."""
        return False

    def name_words(self) -> str:
        return self.NAME

    def org_words(self) -> str:
        """The organisation being looked at, for the top line."""
        return ""

    def next_words(self) -> str:
        """The next thing to do, in a few words, before the keys in the last line."""
        return ""

    # What screens use

    @property
    def shell(self) -> TaizhangApp:
        return cast("TaizhangApp", self.app)

    @property
    def campaign(self) -> Campaign:
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
        if self.shell.tour is not None:
            from tui.tour.bar import TourBar

            yield TourBar()
        yield TopLine()
        with Vertical(id="body"):
            yield from self.compose_body()
        yield StatusLine()
        yield KeyLine()
        yield TooSmall()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(TooSmall).judge(event.size)

    def on_screen_resume(self) -> None:
        """On opening, and on coming back from what was opened over it."""
        self.reload()
        self.shell.look_at_tour()

    def reload(self) -> None:
        """``refresh_data`` with refusals of the store shown instead of raised."""
        self._stood = self._standing()  # before reading: what is saved meanwhile is read again, not missed
        try:
            self._ask_whether_only_looking()
            self.refresh_data()
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
        self.refresh_chrome()

    def _ask_whether_only_looking(self) -> None:
        """Those who may only look are told before they type, once a screen."""
        if not self.shell.has_campaign or not any(action.changes for action in actions_of(type(self))):
            return
        from store.campaign.permission import refused

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
        if action in ("export_word", "export_table"):
            return self.export_target() is not None
        if action == "undo":
            return bool(self.campaign.done)
        if action == "tour":
            return self.shell.demo and self.shell.tour is None
        if action in ("tour_skip", "tour_end"):
            return self.shell.tour is not None
        return True

    def action_tour(self) -> None:
        self.shell.begin_tour()

    def action_tour_skip(self) -> None:
        self.shell.skip_in_tour()

    def action_tour_end(self) -> None:
        self.shell.end_tour()

    def action_back(self) -> None:
        if not self.unsaved():
            self.dismiss(None)
            return
        from tui.screens.dialogs.ask import ask_leave

        ask_leave(self, self._leave_draft)

    def _leave_draft(self) -> None:
        keep = getattr(self, "keep_draft", None)
        if keep is not None:
            keep()
        self.dismiss(None)

    def action_undo(self) -> None:
        """On screens that have the key."""
        from tui.screens.history.undoing import take_back

        take_back(self)

    def action_quit(self) -> None:
        self.shell.leave()

    def action_help(self) -> None:
        from tui.screens.dialogs.help import HelpScreen

        self.app.push_screen(HelpScreen(self))

    def action_help_mark(self) -> None:
        self.action_help()

    def action_commands(self) -> None:
        from tui.screens.dialogs.command_list import open_command_list

        open_command_list(self)

    # Export of what is on the screen

    class Exported(Message):
        """A worker has written the file, or says why not."""

        def __init__(self, path: Path | None, refusal: str = "", told: Sequence[str] = ()) -> None:
            super().__init__()
            self.path, self.refusal = path, refusal
            self.told = told
            """What the file is without, a sentence each."""

    def action_export_word(self) -> None:
        self._export("docx")

    def action_export_table(self) -> None:
        self._export("csv")

    def export_work(self, format: str) -> Callable[[Path], Outcome] | None:
        """What writes the form that is on the screen into a folder, in a thread; None: nothing to export."""
        target = self.export_target()
        if target is None:
            return None
        annex, org = target
        campaign, setting = self.campaign, self.shell.settings.get

        def work(folder: Path) -> Outcome:
            from exports.batch import export_form
            from exports.options import Options

            return export_form(campaign, annex, org, format, folder, options=Options.of(setting))

        return work

    def _export(self, format: str) -> None:
        write = self.export_work(format)
        if write is None:
            return
        folder = self.shell.export_folder()
        keep_days = int(self.shell.settings.get("exports_keep_days") or 0)
        self.say("正在导出……")

        def work() -> None:
            from store.exports_folder import clean, ready

            try:
                made = write(ready(folder))
                path = made.paths[0] if made.paths else None
                message = self.Exported(path, "".join(made.sentences[:1]), told=made.sentences)
                clean(folder, keep_days)
            except TaizhangError as error:
                message = self.Exported(None, error.sentence)
            except OSError as error:
                message = self.Exported(None, f"{folder} 写不进去（{error.strerror}），请换一个导出文件夹。")
            self.post_message(message)

        self.run_worker(work, thread=True, group="export", exclusive=True)

    def on_taizhang_screen_exported(self, message: Exported) -> None:
        from tui.file_transfer import fetch_words

        if message.path is None:
            self.say(message.refusal, bad=True)
        else:
            port = int(self.shell.settings.get("sftp_port") or 0)
            self.say(
                "已导出：", str(message.path), *fetch_words(message.path, sftp_port=port), *_few(message.told)
            )
            self.shell.look_at_tour()


def _few(told: Sequence[str], most: int = 2) -> list[str]:
    """The first of them and how many more: the screen has only so many lines for messages."""
    more = [f"……另有{len(told) - most}处，用 taizhang export 导出会逐条列出。"] if len(told) > most else []
    return [*told[:most], *more]
