"""The way to and from the terminal."""

from tui.driver.keyboard import KeyboardDriver as TerminalDriver

__all__ = ["TerminalDriver"]
