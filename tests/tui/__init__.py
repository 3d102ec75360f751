"""Screens, without a terminal."""

from tui.terminal import prepare_environment

prepare_environment()  # before any test imports Textual
