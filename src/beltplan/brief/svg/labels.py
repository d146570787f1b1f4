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

__all__ = ["Box", "Wish", "place"]

_DIRECTIONS = (0, 180, 30, -30, 150, -150, 60, -60, 120, -120, 90, -90, 15, -15, 165, -165)
_REACHES = (4.0, 12.0, 24.0, 40.0, 60.0, 85.0)
_ROUNDS = 6
_COLLISION = 1000.0


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

    def crossed(self, x1: float, y1: float, x2: float, y2: float) -> bool:
        """Tell whether a straight line runs through the box."""
        steps = 8
        return any(
            self.x < x1 + (x2 - x1) * k / steps < self.x + self.width
            and self.y < y1 + (y2 - y1) * k / steps < self.y + self.height
            for k in range(1, steps)
        )

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
    fixed = [[cost + _COLLISION * _hits(box, obstacles) for cost, box in o] for o in options]
    chosen: list[int | None] = [None] * len(wishes)
    order = sorted(range(len(wishes)), key=lambda i: (wishes[i].rank, i))

    def total(i: int, option: int) -> float:
        box = options[i][option][1]
        cost = fixed[i][option]
        for j, picked in enumerate(chosen):
            if j == i or picked is None:
                continue
            other = options[j][picked][1]
            if box.overlap(other) > 0:
                cost += _COLLISION
            if other.crossed(padded[i].x, padded[i].y, *box.nearest(padded[i].x, padded[i].y)):
                cost += 40.0
            if box.crossed(padded[j].x, padded[j].y, *other.nearest(padded[j].x, padded[j].y)):
                cost += 40.0
        return cost

    for _ in range(_ROUNDS):
        before = list(chosen)
        for i in order:
            if options[i]:
                chosen[i] = min(range(len(options[i])), key=lambda o: (total(i, o), o))
        if chosen == before:
            break
    for i in reversed(order):
        picked = chosen[i]
        if picked is not None and total(i, picked) >= _COLLISION:
            chosen[i] = None
    result: list[Box | None] = []
    for i, picked in enumerate(chosen):
        if picked is None:
            result.append(None)
            continue
        box = options[i][picked][1]
        result.append(Box(box.x + padding, box.y + padding, wishes[i].width, wishes[i].height))
    return result


def _hits(box: Box, obstacles: list[Box]) -> int:
    return sum(box.overlap(obstacle) > 0 for obstacle in obstacles)
