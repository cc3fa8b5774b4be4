"""What the benchmarks share: fair timing, medians, tables and a word on the machine."""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Cell = str | int | float | None


def arguments(description: str | None, *, rounds: int = 0) -> argparse.Namespace:
    """Read the command line: ``--json FILE`` and, where there are rounds, ``--rounds N``."""
    parser = argparse.ArgumentParser(description=description)
    if rounds:
        parser.add_argument("--rounds", type=int, default=rounds, help="timings of each contender")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results here too")
    return parser.parse_args()


def interleaved(contenders: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """Return the median of what each contender measures.

    Each has its turn in every round, so that a slow moment of the machine falls on all of them;
    the garbage collector is off meanwhile.
    """
    measured: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, measure in contenders.items():
                measured[name].append(measure())
    finally:
        gc.enable()
    return {name: median(values) for name, values in measured.items()}


def number(value: Cell) -> str:
    """Write a number with three figures or with thousands separators."""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else value or ""


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a Markdown table; all columns but the first are aligned to the right."""
    lines = [columns, *([number(cell) for cell in row] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    lines.insert(1, ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    for line in lines:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        print("| " + " | ".join(cells) + " |")
    print()


def machine(*packages: str) -> str:
    """Describe what the figures were measured on."""
    parts = [f"Python {platform.python_version()}", f"{os.cpu_count()} cores"]
    parts.append(f"{platform.system()} {platform.machine()}")
    for package in packages:
        try:
            parts.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            parts.append(f"{package} not installed")
    return ", ".join(parts)


def save(path: Path | None, **results: object) -> None:
    """Write the results as JSON if a file was asked for."""
    if path:
        path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
