"""Marks with a meaning: a shape for each step of the value chain, a fill for each phase."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from beltplan.brief.svg.canvas import number

if TYPE_CHECKING:
    from beltplan.brief.svg.canvas import Canvas

__all__ = ["EVENT_PHASE", "PHASES", "SHAPES", "SHAPE_OF", "TONE_OF", "mode", "project", "station"]

SHAPES = ("cell", "cathode", "anode", "refining", "recycling", "metal", "data_centre", "other")
"""Families of value-chain steps that have a shape of their own."""

SHAPE_OF = {
    "cell": "cell",
    "cell_pilot": "cell",
    "precursor_cathode": "cathode",
    "anode": "anode",
    "mining_refining": "refining",
    "refining": "refining",
    "rare_earths": "refining",
    "recycling": "recycling",
    "steel": "metal",
    "aluminium": "metal",
    "data_centre": "data_centre",
}
"""Step of the value chain to its family; a step that is not here is ``other``."""

PHASES = ("running", "building", "planned", "halted", "ended", "unknown")

TONE_OF = {
    "running": "met",
    "building": "need",
    "planned": "calm",
    "halted": "empty",
    "ended": "short",
    "unknown": "grey",
}
"""Phase to tone; the fill differs as well (solid, half, open, barred, crossed, dotted)."""

EVENT_PHASE = {
    "announced": "planned",
    "permit": "planned",
    "permit_refused": "ended",
    "financing": "planned",
    "grid_reserved": "planned",
    "grid_lost": "halted",
    "construction": "building",
    "ramp_up": "running",
    "operating": "running",
    "reduced": "running",
    "paused": "halted",
    "bankrupt": "halted",
    "sold": "halted",
    "restarting": "building",
    "cancelled": "ended",
    "repurposed": "ended",
}
"""Status of an event to the phase that it begins; ``information`` changes nothing."""


def _corners(shape: str, x: float, y: float, r: float) -> list[tuple[float, float]]:
    if shape == "cell":
        s = r * 0.86
        return [(x - s, y - s), (x + s, y - s), (x + s, y + s), (x - s, y + s)]
    if shape == "cathode":
        return [(x, y - r * 1.1), (x + r * 1.1, y), (x, y + r * 1.1), (x - r * 1.1, y)]
    if shape == "anode":
        return [(x, y - r * 1.05), (x + r * 1.05, y + r * 0.85), (x - r * 1.05, y + r * 0.85)]
    if shape == "recycling":
        return [(x, y + r * 1.05), (x + r * 1.05, y - r * 0.85), (x - r * 1.05, y - r * 0.85)]
    if shape == "refining":
        return [
            (x + r * 1.05 * math.sin(a), y - r * 1.05 * math.cos(a))
            for a in (math.pi / 3 * k for k in range(6))
        ]
    if shape == "metal":
        a, b = r * 0.36, r * 1.0
        return [
            (x - a, y - b), (x + a, y - b), (x + a, y - a), (x + b, y - a),
            (x + b, y + a), (x + a, y + a), (x + a, y + b), (x - a, y + b),
            (x - a, y + a), (x - b, y + a), (x - b, y - a), (x - a, y - a),
        ]  # fmt: skip
    if shape == "data_centre":
        return [
            (x - r * 1.1, y - r * 0.55), (x + r * 1.1, y - r * 0.55),
            (x + r * 1.1, y + r * 0.55), (x - r * 1.1, y + r * 0.55),
        ]  # fmt: skip
    return []


def project(
    canvas: Canvas, shape: str, phase: str, x: float, y: float, r: float, *, grey: bool = False
) -> None:
    """Draw a project's mark: shape by step, fill and colour by phase."""
    tone = "grey" if grey else TONE_OF[phase]
    corners = _corners(shape, x, y, r)
    if corners:
        moves = "L".join(f"{number(a)} {number(b)}" for a, b in corners)
        outline = f"M{moves}Z"
    else:
        outline = (
            f"M{number(x - r)} {number(y)}a{number(r)} {number(r)} 0 1 1 {number(2 * r)} 0"
            f"a{number(r)} {number(r)} 0 1 1 {number(-2 * r)} 0Z"
        )
    if phase == "running":
        canvas.add(f'<path d="{outline}" class="f-{tone} k-{tone} w"/>')
        return
    dotted = " dots" if phase == "unknown" else ""
    canvas.add(f'<path d="{outline}" class="fp k-{tone} w{dotted}"/>')
    if phase == "building":
        canvas.circle(x, y, r * 0.42, f"f-{tone}")
    elif phase == "halted":
        canvas.line(x - r * 0.42, y - r * 0.42, x - r * 0.42, y + r * 0.42, f"k-{tone} w")
        canvas.line(x + r * 0.42, y - r * 0.42, x + r * 0.42, y + r * 0.42, f"k-{tone} w")
    elif phase == "ended":
        canvas.line(x - r, y - r, x + r, y + r, f"k-{tone} w")
        canvas.line(x - r, y + r, x + r, y - r, f"k-{tone} w")


def station(canvas: Canvas, status: str, x: float, y: float, *, grey: bool = False) -> None:
    """Draw the mark of a dated event on a lane."""
    phase = EVENT_PHASE.get(status, "unknown")
    tone = "grey" if grey else TONE_OF[phase]
    if status == "information":
        canvas.circle(x, y, 2.2, "f-grey")
    elif status == "sold":
        canvas.path([(x - 5, y), (x, y - 5), (x + 5, y), (x, y + 5)], f"fp k-{tone} w", closed=True)
    elif phase == "ended" or status == "bankrupt":
        canvas.circle(x, y, 5.5, "paper")
        canvas.line(x - 4, y - 4, x + 4, y + 4, f"k-{tone} ww")
        canvas.line(x - 4, y + 4, x + 4, y - 4, f"k-{tone} ww")
    elif status in {"reduced", "paused", "grid_lost"}:
        canvas.path([(x - 5, y - 4), (x + 5, y - 4), (x, y + 5)], f"f-{tone} gap", closed=True)
    elif phase == "running":
        canvas.circle(x, y, 5, f"f-{tone} gap")
    elif phase == "building":
        canvas.path([(x - 5, y + 4), (x + 5, y + 4), (x, y - 5)], f"f-{tone} gap", closed=True)
    else:
        canvas.circle(x, y, 4.2, f"fp k-{tone} w")


def mode(canvas: Canvas, name: str, x: float, y: float) -> None:
    """Draw a small picture for rail, road or sea, 16 wide, centred on x and y."""
    if name == "rail":
        canvas.line(x - 8, y - 3, x + 8, y - 3, "k-calm w")
        canvas.line(x - 8, y + 3, x + 8, y + 3, "k-calm w")
        for k in (-6, -2, 2, 6):
            canvas.line(x + k, y - 5, x + k, y + 5, "k-calm w")
    elif name == "road":
        canvas.line(x - 8, y - 4, x + 8, y - 4, "k-calm w")
        canvas.line(x - 8, y + 4, x + 8, y + 4, "k-calm w")
        canvas.line(x - 8, y, x + 8, y, "k-calm w dots")
    else:
        wave = "".join("q2-4 4 0q2 4 4 0" for _ in range(2))
        for dy in (-3, 3):
            canvas.add(f'<path d="M{number(x - 8)} {number(y + dy)}{wave}" class="k-calm w o"/>')
