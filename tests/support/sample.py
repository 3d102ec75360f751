"""A program for a real line: ``python -m tests.support.sample stock|ours``."""

from __future__ import annotations

import os
import sys
from typing import Any, ClassVar

from textual.widgets import Input, TextArea

from tests.support.form_app import Forms


class Sample(Forms):
    BINDINGS: ClassVar[list[Any]] = [
        ("f4", "shell", "shell"),
        ("f5", "unknown", "unknown"),
        ("f6", "quit", "quit"),
    ]

    AUTO_FOCUS = "Input"
    select_on_focus = False

    def on_mount(self) -> None:
        for field in self.query(Input):
            field.cursor_blink = False
        self.query_one(TextArea).cursor_blink = False

    def on_descendant_focus(self) -> None:
        """Say that the first field waits for text."""
        assert self._driver is not None
        self._driver.write("\x1b]0;ready\x07")

    def action_shell(self) -> None:
        """Somebody else has the terminal for a while."""
        with self.suspend():
            print("elsewhere", flush=True)
            os.write(1, b"\x1b[31;1mgarbage\x1b[5;5H")

    def action_unknown(self) -> None:
        """A sequence of which the driver knows nothing: the terminal is reset."""
        assert self._driver is not None
        self._driver.write("\x1bc")


def main(driver: str) -> None:
    from textual.drivers.linux_driver import LinuxDriver

    from tui.driver.terminal import TerminalDriver

    Sample(driver_class={"stock": LinuxDriver, "ours": TerminalDriver}[driver]).run(mouse=False)


if __name__ == "__main__":
    main(sys.argv[1])
