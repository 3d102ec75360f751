"""No file needs, through whatever others, itself: the import graph has no circle."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp

from tui.screens.documented import SCREENS

ROOMS = ("forms", "store", "exports", "tui")
HOME = Path(__file__).parent.parent
LOADS_BY_NAME = ["tui/commands/click_base.py", "tui/screens/documented.py"]
"""The two that import by name: commands are loaded when they run, and the tables of keys need all screens,
whose arrows are looked at with the others."""


def test_no_circle_of_files() -> None:
    """Imports in functions count like those at the top; those for type checkers do not."""
    graph = grimp.build_graph(*ROOMS, exclude_type_checking_imports=True, cache_dir=None)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    needs["tui.screens.documented"] |= {f"tui.{module}" for _, module, _ in SCREENS}
    circle: list[str] = []
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert circle == []


def test_nothing_is_imported_by_name() -> None:
    """A string in the place of an import would be an arrow that no graph shows."""
    found = []
    for room in ROOMS:
        for path in (HOME / room).rglob("*.py"):
            names = {
                node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)
            }
            names |= {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
            if names & {"import_module", "__import__"}:
                found.append(str(path.relative_to(HOME)))
    assert sorted(found) == LOADS_BY_NAME
