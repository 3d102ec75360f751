"""``python -m tests.bench [--json] [--list] [NAME …]``: measure, print, exit with 1 if a limit is passed."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from tests.bench.figures import Figure

PREFIX = "bench_"


def names() -> list[str]:
    """The measurements there are: ``bench_save.py`` is ``save``."""
    return sorted(path.stem.removeprefix(PREFIX) for path in Path(__file__).parent.glob(f"{PREFIX}*.py"))


def measure(name: str) -> list[Figure]:
    """Run one; may take minutes."""
    figures: list[Figure] = import_module(f"{__package__}.{PREFIX}{name}").measure()
    return figures


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Figures that the program promises."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these (default: all)")
    parser.add_argument("--json", action="store_true", help="one JSON array instead of a table")
    parser.add_argument("--list", action="store_true", help="name the measurements and end")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - set(names())
    if unknown:
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}; there are: {', '.join(names())}")
    if options.list:
        print("\n".join(names()))
        return 0
    figures: list[Figure] = []
    if not options.json:
        print(f"{'':42} {'ours':>10} {'peer':>10} {'ratio':>8} {'limit':>8}")
    for name in options.names or names():
        for figure in measure(name):
            figures.append(figure)
            if not options.json:
                _print_row(figure)
    if options.json:
        print(
            json.dumps(
                [asdict(figure) | {"held": figure.held} for figure in figures], ensure_ascii=False, indent=2
            )
        )
    return 0 if all(figure.held for figure in figures) else 1


def _print_row(figure: Figure) -> None:
    ours, peer = (f"{value:.4g} {figure.unit}" for value in (figure.ours, figure.peer))
    verdict = "" if figure.held else "  PASSED THE LIMIT"
    print(
        f"{figure.name:42} {ours:>10} {peer:>10} {figure.ratio:8.3f} {figure.limit:8.3f}{verdict}", flush=True
    )


if __name__ == "__main__":
    sys.exit(main())
