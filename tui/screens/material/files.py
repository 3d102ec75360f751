"""Adding a photograph or a file to a material: which one, and what is said beneath it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult

from forms.neutral import one_line
from store.campaign.kinds.material import Attachment
from store.campaign.materials import LARGEST, attach
from tui.actions import Action
from tui.person_files import person_files
from tui.screens.base import TaizhangScreen
from tui.screens.dialogs.dialog import CANCEL, Dialog
from tui.screens.staging.file import choose_file
from tui.widgets.form import Form, Line

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
        yield Form.of([Line("caption", "说明", prompt, self._caption)])

    def action_save(self) -> None:
        self.dismiss(self.query_one(Form).values()["caption"])


async def ask_for_photo(screen: TaizhangScreen, org_id: str) -> Attachment | None:
    """Ask for a photograph and its caption, in a flow. Raises TaizhangError for what is not taken."""
    path = await screen.app.push_screen_wait(choose_file(screen.shell, "加一张照片", PICTURES, "照片"))
    caption = await screen.app.push_screen_wait(CaptionDialog(path.name)) if path is not None else None
    return None if path is None or caption is None else _take(screen, org_id, path, caption, photo=True)


async def ask_for_file(screen: TaizhangScreen, org_id: str) -> Attachment | None:
    """Ask for a file of any kind, in a flow. Raises TaizhangError for what is not taken."""
    path = await screen.app.push_screen_wait(choose_file(screen.shell, "附上一个文件", (), "文件"))
    return None if path is None else _take(screen, org_id, path, "", photo=False)


def _take(screen: TaizhangScreen, org_id: str, path: Path, caption: str, photo: bool) -> Attachment:
    too_large = f"{one_line(path.name)} 超过{LARGEST // 1_000_000} MB，没有收下；请先缩小。"
    data = person_files(screen.shell.settings).read(path, LARGEST, too_large)
    return attach(screen.campaign, org_id, data, path.name, caption, photo)
