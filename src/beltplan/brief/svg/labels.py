"""Where labels go on a map so that none covers another.

Every label tries places around its point, near ones first. Labels are put
down in order of importance, then each in turn is moved to its best place
given all the others, until nothing changes. What still collides is left out,
least important first; the table beside the map has every name. No chance is
involved: the same labels always land in the same places.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Box", "Wish", "place"]

_DIRECTIONS = (0, 180, 30, -30, 150, -150, 60, -60, 120, -120, 90, -90, 15, -15, 165, -165)
_REACHES = (4.0, 12.0, 24.0, 40.0, 60.0, 85.0)
_ROUNDS = 6
_COLLISION = 1000.0
_CROSSING = 40.0
_STEPS = 6

Boxes = npt.NDArray[np.float64]
"""Rectangles as left, top, right, bottom in the last axis; or numbers for each."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its left, top, width and height."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: Box) -> float:
        """Return the area that two boxes share."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(across, 0.0) * max(down, 0.0)

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the box that is nearest to a point."""
        return (
            min(max(x, self.x), self.x + self.width),
            min(max(y, self.y), self.y + self.height),
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that wants a place: its point, how much room the point's mark and it take."""

    x: float
    y: float
    radius: float
    width: float
    height: float
    rank: int
    reach: float = 60.0
    """How far from its point's mark the label may stand, px."""


def _candidates(wish: Wish, bounds: Box) -> list[tuple[float, Box]]:
    found: list[tuple[float, Box]] = []
    for ring, reach in enumerate(r for r in _REACHES if r <= wish.reach):
        for turn, angle in enumerate(_DIRECTIONS):
            direction = math.radians(angle)
            dx, dy = math.cos(direction), -math.sin(direction)
            x = wish.x + dx * (wish.radius + reach) + (dx - 1) / 2 * wish.width
            y = wish.y + dy * (wish.radius + reach) + (dy - 1) / 2 * wish.height
            inside = (
                x >= bounds.x
                and y >= bounds.y
                and x + wish.width <= bounds.x + bounds.width
                and y + wish.height <= bounds.y + bounds.height
            )
            if inside:
                found.append((ring * 9.0 + turn * 0.5, Box(x, y, wish.width, wish.height)))
    return found


def place(
    wishes: list[Wish],
    obstacles: list[Box],
    bounds: Box,
    *,
    padding: float = 1.5,
) -> list[Box | None]:
    """Return a box for every wish, or None where there is no free place.

    Parameters
    ----------
    wishes : list of Wish
        The labels.
    obstacles : list of Box
        What labels must not cover (the marks on the map).
    bounds : Box
        The sheet.
    padding : float
        Free room around each label, px.
    """
    padded = [
        replace(w, width=w.width + 2 * padding, height=w.height + 2 * padding) for w in wishes
    ]
    options = [_candidates(w, bounds) for w in padded]
    fixed = [
        np.array([cost + _COLLISION * _hits(box, obstacles) for cost, box in o]) for o in options
    ]
    boxes = [
        np.array([(b.x, b.y, b.x + b.width, b.y + b.height) for _, b in o]).reshape(-1, 4)
        for o in options
    ]
    chosen: list[int | None] = [None] * len(wishes)
    order = sorted(range(len(wishes)), key=lambda i: (wishes[i].rank, i))
    for _ in range(_ROUNDS):
        before = list(chosen)
        for i in order:
            if options[i]:
                chosen[i] = int(np.argmin(_totals(i, padded, boxes, fixed, chosen)))
        if chosen == before:
            break
    for i in reversed(order):
        picked = chosen[i]
        if picked is None:
            continue
        if _totals(i, padded, boxes, fixed, chosen)[picked] >= _COLLISION:
            chosen[i] = None
    result: list[Box | None] = []
    for i, picked in enumerate(chosen):
        if picked is None:
            result.append(None)
            continue
        box = options[i][picked][1]
        result.append(Box(box.x + padding, box.y + padding, wishes[i].width, wishes[i].height))
    return result


def _totals(
    i: int, wishes: list[Wish], boxes: list[Boxes], fixed: list[Boxes], chosen: list[int | None]
) -> Boxes:
    """Return what each place for label i costs, given where the others stand now."""
    others = [(j, boxes[j][picked]) for j, picked in enumerate(chosen) if picked is not None]
    others = [(j, box) for j, box in others if j != i]
    if not others:
        return fixed[i]
    mine = boxes[i][:, None, :]
    theirs = np.array([box for _, box in others])[None, :, :]
    across = np.minimum(mine[..., 2], theirs[..., 2]) - np.maximum(mine[..., 0], theirs[..., 0])
    down = np.minimum(mine[..., 3], theirs[..., 3]) - np.maximum(mine[..., 1], theirs[..., 1])
    cost = _COLLISION * ((across > 0) & (down > 0))
    point = np.array([(wishes[i].x, wishes[i].y)])[:, None, :]
    points = np.array([[(wishes[j].x, wishes[j].y) for j, _ in others]])
    cost = cost + _CROSSING * (_crosses(point, mine, theirs) | _crosses(points, theirs, mine))
    total: Boxes = fixed[i] + cost.sum(axis=1)
    return total


def _crosses(start: Boxes, own: Boxes, other: Boxes) -> Any:
    """Tell whether the line from a point to its own box runs through another box."""
    end_x = np.clip(start[..., 0], own[..., 0], own[..., 2])
    end_y = np.clip(start[..., 1], own[..., 1], own[..., 3])
    found = np.zeros(np.broadcast_shapes(end_x.shape, other.shape[:-1]), dtype=bool)
    for step in range(1, _STEPS):
        x = start[..., 0] + (end_x - start[..., 0]) * step / _STEPS
        y = start[..., 1] + (end_y - start[..., 1]) * step / _STEPS
        found |= (
            (other[..., 0] < x) & (x < other[..., 2]) & (other[..., 1] < y) & (y < other[..., 3])
        )
    return found


def _hits(box: Box, obstacles: list[Box]) -> int:
    return sum(box.overlap(obstacle) > 0 for obstacle in obstacles)
