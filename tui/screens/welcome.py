"""The first run: 单位名称, 年度, 存放位置; then the store is there and 待办 opens."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from forms.errors import BadInput, TaizhangError, Uncertain
from store.backends import open_campaign
from store.campaign.founding import create_store
from store.settings import set_setting
from tui.actions import QUIT, action
from tui.screens.base import TaizhangScreen
from tui.screens.home import HomeScreen
from tui.widgets.form import Form, Line
from tui.widgets.keys_here import retold

CREATE = action("save | f2 ctrl+s | 建立并开始 | 按填写的内容建立台账，然后打开待办。 | priority")
TAKE_TOUR = action("tour | f4 | 先看两分钟演示 | 用演示数据走一遍，随时可以结束，再回到这里。 | priority")
WELCOME = """\
欢迎使用台账。

这里填报专项工作的四个附件：看期限，记学习，对照指南诊断，填问题台账，
一键导出 Word 表。
想先看看怎么用：按 F4，两分钟演示，做完回到这里。
第一次使用，请先告诉程序下面三件事。"""


class WelcomeScreen(TaizhangScreen):
    """Creates the store and its first campaign."""

    class TourAsked(TaizhangScreen.Asked):
        """The tour is to be taken on the demonstration's data, and then it is the first run again."""

    NAME = "台账"
    ACTIONS = (CREATE, TAKE_TOUR, QUIT)
    DEFAULT_CSS = """
    WelcomeScreen {
        #welcome { height: auto; margin: 1 0; }
    }
    """

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between the top line and the messages."""
        yield Static(Text(retold(self, WELCOME)), id="welcome")
        typed = self.shell.answers
        year = typed.get("year") or str(self.shell.clock.today().year)
        place = typed.get("place") or str(self.shell.store or "")
        yield Form.of(
            [
                Line(
                    "unit",
                    "单位名称",
                    "本单位党组织的规范简称，如“计算机学院党委”。以后可以改，也可以再加党支部。",
                    typed.get("unit", ""),
                ),
                Line(
                    "year",
                    "年度",
                    "专项工作在哪一年开展。模板是 2021 年的；填别的年份，各项期限整年顺移。",
                    year,
                ),
                Line("place", "存放位置", "台账数据放在哪个文件夹。一般不用改。", place),
            ]
        )

    def next_words(self) -> str:
        """Say what to do next."""
        forms = self.query(Form)
        return "" if forms and forms.first().values()["unit"] else "先填单位名称"

    @on(Form.Typed)
    def typed(self) -> None:
        """Note that something was typed."""
        self.refresh_chrome()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether a key works now."""
        if action in ("back", "commands"):
            return False
        return action == "tour" or super().check_action(action, parameters)

    def action_tour(self) -> None:
        """Ask for the tour, and keep what was typed."""
        self.shell.answers = self.query_one(Form).values()
        self.post_message(self.TourAsked(self))

    def action_save(self) -> None:
        """Create the store, and open 待办."""
        form = self.query_one(Form)
        values = form.values()
        if not values["unit"]:
            form.refuse("unit", "请填写单位名称，如“计算机学院党委”。")
            return
        year = unicodedata.normalize("NFKC", values["year"]).removesuffix("年")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            form.refuse("year", f"年度“{values['year']}”不是四位数的年份，请填如 2021。")
            return
        if not values["place"]:
            form.refuse("place", "请填写存放位置，如 ~/台账。")
            return
        place = Path(values["place"]).expanduser().absolute()
        try:
            campaign = create_store(place, int(year), values["unit"], "")
            opened = open_campaign(place, campaign, self.shell.clock, self.shell.new_actor())
        except TaizhangError as error:
            self.say(error.sentence, bad=True)
            form.go("unit" if isinstance(error, BadInput) else "place")
            return
        self._remember(place)
        self.shell.store = place
        self.shell.campaign = opened
        self.app.switch_screen(HomeScreen())

    def _remember(self, place: Path) -> None:
        """Where the store is, when it is not where the program looks by itself."""
        if place == self.shell.store:
            return
        try:
            set_setting("store", str(place))
        except Uncertain as error:
            self.app.notify(error.sentence, markup=False)
        except TaizhangError:
            self.app.notify(f"存放位置没能记住；下次请用 taizhang --store {place}", markup=False)
