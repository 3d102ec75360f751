"""A form of lines, in a program that has nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import App, ComposeResult

from tui.widgets.form import Form, Line


def _types(values: Mapping[str, str]) -> tuple[str, ...]:
    return ("教师", "学生") if values["level"] == "党支部" else ("院系", "机关")


def _wrong(values: Mapping[str, str]) -> str:
    return "" if values["members"].isdecimal() else "党员人数请填数。"


LINES = (
    Line("id", "编号", value="u1", fixed=True),
    Line("name", "规范简称", "用于标题。", "计算机学院党委"),
    Line("level", "层级", "随便。", "党支部", ("二级党组织", "党支部")),
    Line("type", "类型", options_for=_types),
    Line("members", "党员人数", "正式党员人数", "53", wrong=_wrong),
)


class Forms(App[None]):
    """One form; what it tells is kept."""

    def __init__(self, lines: tuple[Line, ...] = LINES) -> None:
        super().__init__()
        self.lines = lines
        self.told: list[tuple[str, str]] = []
        self.ends: list[int] = []

    def compose(self) -> ComposeResult:
        yield Form.of(self.lines)

    def on_form_left(self, event: Form.Left) -> None:
        self.told.append((event.row.field.id, event.wrong))

    def on_form_at_end(self, event: Form.AtEnd) -> None:
        self.ends.append(event.direction)

    @property
    def form(self) -> Form:
        return self.query_one(Form)

    @property
    def at(self) -> str:
        row = self.form.current
        assert row is not None
        return row.field.id

    @property
    def prompt(self) -> str:
        return str(self.query_one("#prompt").render())


async def test_it_begins_at_the_first_line_that_can_be_written() -> None:
    app = Forms()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.at == "name"
        assert app.prompt == "用于标题。"
        await pilot.press("up")
        assert (app.at, app.ends) == ("name", [-1])


async def test_a_digit_is_an_option_once_the_line_is_left() -> None:
    app = Forms()
    async with app.run_test() as pilot:
        await pilot.press("down")
        assert app.prompt == "随便。\n可按数字：1 二级党组织  2 党支部"
        await pilot.press("1")
        assert app.form.values()["level"] == "二级党组织"
        await pilot.press("enter")
        assert "可按数字：1 院系  2 机关" in app.prompt
        await pilot.press("2", "down", "up", "9", "down")
        assert app.form.values()["type"] == "9"
        assert app.form.changed() == {"level": "二级党组织", "type": "9"}


async def test_what_is_wrong_is_told_on_leaving_and_stands_there_until_it_is_mended() -> None:
    app = Forms()
    async with app.run_test() as pilot:
        app.form.go("members")
        await pilot.pause()
        await pilot.press("ctrl+u", "x", "up")
        await pilot.pause()
        assert app.told[-1] == ("members", "党员人数请填数。")
        await pilot.press("down")
        assert app.prompt == "！党员人数请填数。"
        await pilot.press("backspace", "5")
        assert app.prompt == "正式党员人数"
        await pilot.press("up")
        await pilot.pause()
        assert app.told[-1] == ("members", "")


async def test_refused_from_outside() -> None:
    app = Forms()
    async with app.run_test() as pilot:
        app.form.refuse("members", "太多。")
        await pilot.pause()
        assert (app.at, app.prompt) == ("members", "！太多。")


async def test_other_texts_are_a_new_beginning_and_a_draft_is_not() -> None:
    app = Forms()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.form.load({"id": "u2", "name": " 数学学院党委"})
        assert app.form.changed() == {}
        assert app.form.values() == {
            "id": "u2",
            "name": "数学学院党委",
            "level": "",
            "type": "",
            "members": "",
        }
        app.form.type_in({"id": "x", "members": "7"})
        assert app.form.changed() == {"members": "7"}


async def test_the_arrows_go_from_line_to_line_also_where_there_is_no_room_for_all() -> None:
    app = Forms(tuple(Line(f"line{number}", "行") for number in range(20)))
    async with app.run_test(size=(40, 8)) as pilot:
        app.form.styles.height = "1fr"
        app.query_one("#lines").styles.height = "1fr"
        await pilot.pause()
        await pilot.press(*["down"] * 12)
        assert app.at == "line12"
        await pilot.press(*["up"] * 3)
        assert app.at == "line9"
