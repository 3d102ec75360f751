"""Boxes over a screen that any screen may open: questions, notices, lists to choose from, a calendar."""
