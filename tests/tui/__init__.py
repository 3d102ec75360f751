"""Screens, without a terminal."""

from tui.launch import prepare_environment

prepare_environment()  # before any test imports Textual
