"""The peer of the first paint: as little as a Textual program can be."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class MinimalApp(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        yield Static("待办")


if __name__ == "__main__":
    MinimalApp().run(mouse=False)
