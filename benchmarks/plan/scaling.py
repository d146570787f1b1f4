"""Cost of the plan against its size: more areas, more scenarios, until time is up."""

from __future__ import annotations

import csv
import math
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from beltplan.brief.svg import WIDE
from beltplan.brief.svg.canvas import SMALL, Canvas
from beltplan.brief.svg.scales import Scale
from beltplan.i18n import speak
from beltplan.plan.example import example
from benchmarks.plan import handover
from benchmarks.plan.running import measure

if TYPE_CHECKING:
    import argparse

    from rich.console import Console

__all__ = ["draw", "scaling"]

SERIES = {
    "areas": [(areas, 9) for areas in (5, 10, 20, 40, 60, 80)],
    "scenarios": [(14, scenarios) for scenarios in (3, 9, 27, 81, 243)],
}
"""Areas and scenarios of each step; 20 groups, 12 years, three courses an area."""
GROUPS, YEARS = 20, 12
FIELDS = (
    "series", "areas", "scenarios", "columns", "rows", "seconds", "cpu", "peak", "iterations",
    "status",
)  # fmt: skip
TONES = {"areas": "need", "scenarios": "short"}
KEYS = {"areas": "areas, with 9 scenarios", "scenarios": "scenarios, with 14 areas"}


def scaling(folder: Path, console: Console, options: argparse.Namespace) -> None:
    """Measure both series, and write a table (CSV) and a picture (SVG).

    Parameters
    ----------
    folder
        For the numbers handed to the processes.
    console
        Where to print.
    options
        ``threads``, ``gap``, ``minutes`` and ``out`` of `benchmarks.bench_plan`.
    """
    begin = time.monotonic()
    warm = folder / "warm.npz"
    handover.save(example(), warm)
    found: list[dict[str, Any]] = []
    for number, (name, steps) in enumerate(SERIES.items(), start=1):
        until = begin + 60 * options.minutes * number / len(SERIES)
        before: list[tuple[float, float]] = []
        for areas, scenarios in steps:
            left, due = until - time.monotonic(), _expected(before, areas * scenarios)
            row: dict[str, Any] = {"series": name, "areas": areas, "scenarios": scenarios}
            if due > left:
                found.append(row | {"status": f"not begun: {due:.0f} s needed, {left:.0f} s left"})
                break
            with console.status(f"{areas} areas × {scenarios} scenarios, {left:.0f} s left"):
                row |= _one(folder, warm, areas, scenarios, left, options)
            found.append(row)
            if "seconds" not in row:
                break
            before.append((areas * scenarios, row["seconds"]))
    options.out.mkdir(parents=True, exist_ok=True)
    table, picture = options.out / "plan-scaling.csv", options.out / "plan-scaling.svg"
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(found)
    measured = [row for row in found if "seconds" in row]
    if measured:
        picture.write_text(draw(measured, options.gap, options.threads), encoding="utf-8")
    shown = Table(title=f"{GROUPS} groups × {YEARS} years, gap {options.gap:.0e}")
    for field in FIELDS:
        shown.add_column(field, justify="left" if field in ("series", "status") else "right")
    for row in found:
        shown.add_row(*(_cell(row.get(field)) for field in FIELDS))
    console.print(shown)
    console.print(f"written: {table}" + (f" and {picture}" if measured else ""))


def _expected(before: list[tuple[float, float]], size: float) -> float:
    """Return the seconds that a size will take, by the power law of the last two sizes."""
    if not before:
        return 0.0
    last, seconds = before[-1]
    power = 1.0
    if len(before) > 1:
        first, quick = before[-2]
        power = max(math.log(seconds / quick) / math.log(last / first), 0.5)
    return float(seconds * (size / last) ** power)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value or "")


def _one(
    folder: Path, warm: Path, areas: int, scenarios: int, left: float, options: argparse.Namespace
) -> dict[str, Any]:
    """Solve one size in a process of its own."""
    data = example(areas, GROUPS, YEARS, scenarios, courses=3 * areas)
    path = folder / "size.npz"
    handover.save(data, path)
    task = {
        "task": "solve", "way": "ours", "path": str(path), "warm": str(warm),
        "threads": options.threads, "gap": options.gap, "limit": left,
    }  # fmt: skip
    run = measure(Path(sys.executable), task, limit=left, threads=options.threads, grace=0.0)
    if "wall" not in run:
        return {"status": run["status"]}
    kept = ("columns", "rows", "cpu", "peak", "iterations", "status")
    return {"seconds": run["wall"], **{name: run[name] for name in kept}}


def draw(rows: list[dict[str, Any]], gap: float, threads: int) -> str:
    """Draw seconds against columns, both by powers of ten, one line for each series.

    Parameters
    ----------
    rows
        With ``series``, ``areas``, ``scenarios``, ``columns``, ``seconds``.
    gap, threads
        For the description.
    """
    canvas = Canvas(WIDE, speak("en"), ident="plan-scaling", look="print")
    left, right, top, bottom = 56.0, WIDE - 36.0, 34.0, 330.0
    x = _axis([row["columns"] for row in rows], left, right)
    y = _axis([row["seconds"] for row in rows], bottom, top)
    canvas.text(0, 14, "seconds", size=SMALL, kind="m")
    canvas.text(right, bottom + 40, "columns of the whole programme", size=SMALL, anchor="end")
    for power in range(math.ceil(y.low), math.floor(y.high) + 1):
        canvas.line(left, y(power), right, y(power), "gl")
        canvas.text(left - 6, y(power) + 4, f"{10.0**power:g}", size=SMALL, anchor="end", kind="m")
    for power in range(math.ceil(x.low), math.floor(x.high) + 1):
        canvas.line(x(power), bottom, x(power), bottom + 4, "ax")
        words = f"{10**power:,}".replace(",", "\N{NO-BREAK SPACE}")
        canvas.text(x(power), bottom + 20, words, size=SMALL, anchor="middle", kind="m")
    canvas.line(left, bottom, right, bottom, "ax")
    for place, (name, tone) in enumerate(TONES.items()):
        dash = " dash" if name == "scenarios" else ""
        series = [row for row in rows if row["series"] == name]
        points = [(x(math.log10(r["columns"])), y(math.log10(r["seconds"]))) for r in series]
        canvas.path(points, f"line k-{tone}{dash}")
        for (px, py), row in zip(points, series, strict=True):
            canvas.circle(px, py, 3.5, f"f-{tone}")
            below = 20 if name == "scenarios" else -9
            canvas.text(px, py + below, str(row[name]), size=SMALL, anchor="middle", kind="m ht")
        key = top + 8 + 20 * place
        canvas.path([(left + 14, key), (left + 44, key)], f"line k-{tone}{dash}")
        canvas.text(left + 52, key + 4, KEYS[name], kind=f"b f-{tone}")
    canvas.height = bottom + 50
    return canvas.finish(
        "Time to solve the plan against its size",
        f"Seconds to a proved gap of {gap:.0e} on {threads} threads against the number of columns; "
        + "; ".join(
            f"{r['areas']} areas, {r['scenarios']} scenarios: {r['columns']:,} columns, "
            f"{r['seconds']:.1f} s"
            for r in rows
        ),
    )


def _axis(values: list[float], start: float, end: float) -> Scale:
    """Return a scale of powers of ten over whole half decades."""
    low = math.floor(2 * math.log10(min(values))) / 2
    high = math.ceil(2 * math.log10(max(values)) + 1e-9) / 2
    return Scale(low, max(high, low + 0.5), start, end)
