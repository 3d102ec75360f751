"""The way to and from the terminal."""

from tui.driver.keyboard import TerminalDriver

__all__ = ["TerminalDriver"]
