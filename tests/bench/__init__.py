"""Figures that the program promises, each a ratio against a peer measured in the same run.

``python -m tests.bench`` runs every ``bench_*.py`` here, prints a table (``--json`` for machines) and ends
with status 1 when a limit is passed. Not part of the tests: a busy machine is no reason for a red build.
"""
