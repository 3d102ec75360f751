"""The way to and from the terminal."""

from tui.driver.terminal import TerminalDriver

__all__ = ["TerminalDriver"]
