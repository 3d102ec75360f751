"""The tour as it is taken: what it asks for, step by step, and how it sees that it was done; where one is in
it, and the bar above every screen that says so. Nothing here changes anything: the person does all of it,
with the very keys of every day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.app import App
from textual.screen import Screen

from tui.screens.base import TaizhangScreen
from tui.shell import Shell
from tui.widgets.chrome import TourBar
from tui.widgets.entry_form import EntryForm


@dataclass(frozen=True)
class Scene:
    """What the tour looks at after a key."""

    place: str
    """Where the person is: ``TaizhangScreen.place_name``."""
    screen: Screen[object]
    in_front: bool
    """No dialog stands over it."""
    changed: bool
    """Something was saved since the step began."""
    exported: bool
    """A file was written since the step began."""


@dataclass(frozen=True)
class Step:
    """``done`` tells whether it was; ``place`` is where it is to be done."""

    words: str
    done: Callable[[Scene], bool]
    place: str


WAYS = {
    "home": "按 Esc 回到待办",
    "2": "在待办按 2",
    "entry": "在学习情况里按 Ctrl+N",
    "3": "在待办按 3",
    "4": "在待办按 4",
}
"""The way back to a place, for those who have gone elsewhere."""


def _at(place: str) -> Callable[[Scene], bool]:
    return lambda scene: scene.place == place and scene.in_front


def _changed(scene: Scene) -> bool:
    return scene.changed and scene.in_front


def _typed(field: str) -> Callable[[Scene], bool]:
    def done(scene: Scene) -> bool:
        forms = scene.screen.query(EntryForm)
        if not scene.in_front or not forms or scene.place != "entry":
            return False
        form = forms.first()
        text = form.raw.get(field, "")
        if field == "time":
            return "年" in text and form.current is not form.row(field)
        return bool(text.strip())

    return done


STEPS = (
    Step("这里是待办，最急的在最上面；数字打开别的屏幕。按 2 打开学习情况。", _at("2"), "home"),
    Step("一行一条学习记录。按 Ctrl+N 新增一条。", _at("entry"), "2"),
    Step("光标在“时间”，怎么顺手怎么写。输入 0409，按回车。", _typed("time"), "entry"),
    Step("时间成了正式写法。学习内容与上一条相同：按 F3 取来。", _typed("content"), "entry"),
    Step("哪一项都能这样取；写几个字或拼音，→ 取列出的第一条，F4 列出全部。按 F2 保存。", _changed, "entry"),
    Step("已存进磁盘，空白的下一条在等着。填完了：按 Esc 回到列表。", _at("2"), "entry"),
    Step("Esc 总是往回走，不会丢内容。再按 Esc 回到待办。", _at("home"), "2"),
    Step("附件3是对照指南诊断。按 3 打开。", _at("3"), "home"),
    Step("一条指标一屏，按一个数字就是结论：按 2（基本到位）。", _changed, "3"),
    Step("结论当时就已存好；有问题按 Tab 到下面写一条。按 Esc 回到待办。", _at("home"), "3"),
    Step("附件4是台账，诊断里写的问题已经在里面。按 4 打开。", _at("4"), "home"),
    Step("按 F5 导出正式的 Word 表。", lambda scene: scene.exported, "4"),
)
LAST = "做完了。下方写着文件在哪里、怎样取回。随处：F1 看这里的按键，F9 看全部命令。"


class Tour:
    """Goes on when a step was done. ``leaves``: the program ends with it, since it was begun from the first
    run."""

    def __init__(self, app: App[None], shell: Shell, leaves: bool = False) -> None:
        self._app, self._shell, self._leaves = app, shell, leaves
        self._number = 0
        self._before = len(shell.campaign.done)
        self._exported = False

    def begin(self) -> None:
        """From the first step; a tour that is on is begun anew."""
        again, self._shell.tour = self._shell.tour is not None, self
        if again:
            self._show()
            return
        for screen in self._app.screen_stack:
            if isinstance(screen, TaizhangScreen):
                screen.mount(TourBar(), before=0)

    def look(self) -> None:
        """After every key: was the step done?"""
        if not self._app.is_running or not self._app.screen.is_mounted:
            return
        if not self.over and STEPS[self._number].done(self._scene()):
            self._go_on()
        self._show()

    def exported(self) -> None:
        """A file has been written."""
        self._exported = True
        self.look()

    def skip(self) -> None:
        """To the next step, done or not; at the end the tour ends."""
        if self.over:
            self.end()
        else:
            self._go_on()
            self._show()

    def end(self) -> None:
        """End it, and take its bar away."""
        self._shell.tour = None
        if self._leaves:
            self._app.exit()
            return
        for screen in self._app.screen_stack:
            screen.query(TourBar).remove()

    @property
    def over(self) -> bool:
        """Tell whether all was done."""
        return self._number >= len(STEPS)

    @property
    def title(self) -> str:
        """Say which step it is."""
        return f"引导 {min(self._number + 1, len(STEPS))}/{len(STEPS)}"

    @property
    def words(self) -> str:
        """What to press, or how to get to where that is done."""
        if self.over:
            return LAST
        step = STEPS[self._number]
        if self._scene().place == step.place:
            return step.words
        return f"{step.words}（要在别处做：{WAYS[step.place]}）"

    def _go_on(self) -> None:
        self._number += 1
        self._before, self._exported = len(self._shell.campaign.done), False

    def _show(self) -> None:
        for screen in self._app.screen_stack:
            for bar in screen.query(TourBar):
                bar.show()

    def _scene(self) -> Scene:
        """Where the person is: dialogs belong to the screen beneath."""
        stack = reversed(self._app.screen_stack)
        screen = next(one for one in stack if isinstance(one, TaizhangScreen))
        return Scene(
            place=screen.place_name,
            screen=screen,
            in_front=screen is self._app.screen,
            changed=len(self._shell.campaign.done) > self._before,
            exported=self._exported,
        )
