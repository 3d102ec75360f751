"""Adding a photograph or a file to a material: which one, and what is said beneath it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from forms.errors import TaizhangError
from forms.neutral import one_line
from store.campaign.material_data import Attachment
from store.campaign.materials import LARGEST, attach
from tui.actions import Action
from tui.person_files import person_files
from tui.screens.dialogs.dialog import CANCEL, Dialog
from tui.screens.staging.file import choose_file
from tui.widgets.plain_form import PlainField, PlainForm

if TYPE_CHECKING:
    from tui.screens.base import TaizhangScreen

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic")
"""What is listed: .heic too, since a file that is not there says nothing and a refused one does."""
DONE = Action("save", ("f2", "ctrl+s", "enter"), "确定", "就用这句说明。", priority=True)


class CaptionDialog(Dialog[str | None]):
    """The caption of a photograph; None when left with Esc."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (DONE, CANCEL)

    def __init__(self, name: str, caption: str = "") -> None:
        super().__init__(f"照片说明：{name}")
        self._caption = caption

    def compose_box(self) -> ComposeResult:
        prompt = "印在照片下面，如：3月18日中心组学习现场。可以空着。"
        yield PlainForm([PlainField("caption", "说明", prompt, self._caption)])

    def action_save(self) -> None:
        self.dismiss(self.query_one(PlainForm).values()["caption"])


def add_photo(screen: TaizhangScreen, org_id: str, done: Callable[[Attachment], object]) -> None:
    """Ask for a photograph and its caption; refusals are told on the screen."""

    def chosen(path: Path | None) -> None:
        if path is not None:
            screen.app.push_screen(
                CaptionDialog(path.name), lambda caption: None if caption is None else take(path, caption)
            )

    def take(path: Path, caption: str) -> None:
        _take(screen, org_id, path, caption, True, done)

    screen.app.push_screen(choose_file(screen.shell, "加一张照片", PICTURES, "照片"), chosen)


def add_file(screen: TaizhangScreen, org_id: str, done: Callable[[Attachment], object]) -> None:
    """Ask for a file of any kind."""

    def chosen(path: Path | None) -> None:
        if path is not None:
            _take(screen, org_id, path, "", False, done)

    screen.app.push_screen(choose_file(screen.shell, "附上一个文件", (), "文件"), chosen)


def _take(
    screen: TaizhangScreen,
    org_id: str,
    path: Path,
    caption: str,
    photo: bool,
    done: Callable[[Attachment], object],
) -> None:
    too_large = f"{one_line(path.name)} 超过{LARGEST // 1_000_000} MB，没有收下；请先缩小。"
    try:
        data = person_files(screen.shell.settings).read(path, LARGEST, too_large)
        done(attach(screen.campaign, org_id, data, path.name, caption, photo))
    except TaizhangError as error:
        screen.say(error.sentence, bad=True)
