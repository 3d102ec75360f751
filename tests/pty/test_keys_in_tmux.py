"""Every key of the key tables reaches the program through tmux, as what it is called there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import PROJECT
from tests.support.terminal import Terminal
from tui.screens.documented import sections

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="no tmux")

RECORDER = """
from tui.terminal import prepare_environment
prepare_environment()
from textual.app import App
from textual.widgets import Static
from tui.driver.terminal import TerminalDriver
class Recorder(App):
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = []
    def compose(self):
        yield Static("none", markup=False)
    def on_key(self, event):
        event.stop(); event.prevent_default()
        self.query_one(Static).update(f"[{event.key}|{event.character}]")
    async def action_quit(self):
        self.query_one(Static).update("[ctrl+q|None]")
Recorder(driver_class=TerminalDriver).run(mouse=False)
"""

NAMES = {
    "enter": "Enter",
    "escape": "Escape",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "BTab",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pageup": "PPage",
    "pagedown": "NPage",
    "home": "Home",
    "end": "End",
    "insert": "IC",
    "delete": "DC",
    "backspace": "BSpace",
    "ideographic_space": "\u3000",
}
"""As tmux calls them."""


def keys() -> list[str]:
    """Of all actions of all places."""
    return sorted({key for _, actions in sections() for action in actions for key in action.keys})


def in_tmux(key: str) -> list[str]:
    """What ``tmux send-keys`` takes; a key it has no way to send fails here."""
    if key in NAMES:
        return [NAMES[key]]
    if len(key) == 1:
        return ["-l", key]
    if key[0] == "f" and key[1:].isdigit() and int(key[1:]) > 12:  # what Shift with a function key sends
        return [f"S-F{int(key[1:]) - 12}"]
    modifier, _, last = key.rpartition("+")
    named = NAMES.get(last) or (last.upper() if last[:1] == "f" and last[1:].isdigit() else last)
    assert len(last) == 1 or named != last, f"{key}: no way to send it"
    return [{"": "", "shift": "S-", "ctrl": "C-"}[modifier] + named]


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Terminal, Path]]:
    folder = tmp_path_factory.mktemp("tmux")
    (folder / "tmux.conf").write_text("set -g status off\nset -g default-terminal tmux-256color\n")
    (folder / "recorder.py").write_text(RECORDER)
    command: list[str | Path] = ["tmux", "-u", "-f", folder / "tmux.conf", "-S", folder / "socket"]
    program = f"{sys.executable} {folder / 'recorder.py'}"
    with Terminal(
        [*command, "new-session", program], env={"PYTHONPATH": str(PROJECT)}, cwd=PROJECT
    ) as terminal:
        terminal.wait_for("none")
        yield terminal, folder / "socket"
        subprocess.run(["tmux", "-S", folder / "socket", "kill-server"], check=False)


@pytest.mark.parametrize("key", keys())
def test_it_arrives(recorder: tuple[Terminal, Path], key: str) -> None:
    terminal, socket = recorder
    subprocess.run(["tmux", "-S", socket, "send-keys", "-l", "~"], check=True)
    terminal.wait_for("|~]")
    subprocess.run(["tmux", "-S", socket, "send-keys", *in_tmux(key)], check=True)
    shown = terminal.wait_for("|", gone="|~]")
    name, _, character = shown.strip().strip("[]").partition("|")
    assert key in (name, character)
