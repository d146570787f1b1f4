"""Facts flow one way: a room imports only rooms below it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "beltplan"

# Lowest first. A room may import itself and everything on lower floors.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("quarters", "faults", "compiled", "i18n"),
    ("facts",),
    ("futures", "skills"),
    ("sources",),
    ("balance",),
    ("backtest", "plan", "coverage"),
    ("shares", "paths"),
    ("brief",),
    ("cli",),
    ("__main__",),
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
# The catalogue of messages is for what people read, not for arithmetic.
READERS = {"i18n", "brief", "cli"}


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            if parts[0] == "beltplan" and len(parts) > 1 and parts[1] in FLOOR:
                rooms.add(parts[1])
    return rooms


FILES = sorted(path for path in SOURCE.rglob("*.py") if path.parent != SOURCE or path.stem in FLOOR)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_room_imports_only_lower_rooms(path: Path) -> None:
    here = room_of(path)
    for other in imported_rooms(path):
        assert FLOOR[other] <= FLOOR[here], f"{here} must not import {other}"
        if other == "i18n" and here != "i18n":
            assert here in READERS, f"{here} must not speak to people; the brief and the cli do"


def test_every_room_has_a_floor() -> None:
    rooms = {room_of(path) for path in SOURCE.rglob("*.py")} - {"__init__"}
    assert rooms <= set(FLOOR)
