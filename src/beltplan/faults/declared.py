"""Kinds of fault, each declared once by the room that can find it."""

from __future__ import annotations

from dataclasses import dataclass

from beltplan.faults.fault import Fault

__all__ = ["Kind", "kind", "kinds"]

_KINDS: dict[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: stable code, title, description."""

    code: str
    title: str
    description: str

    def at(
        self,
        message: str,
        way_out: str,
        *,
        table: str = "",
        row: str = "",
        field: str = "",
        value: str = "",
        line: int | None = None,
    ) -> Fault:
        """Return a fault of this kind at a spot."""
        shown = value if len(value) <= 120 else value[:117] + "..."
        return Fault(self.code, table, row, field, shown, message, way_out, line)


def kind(code: str, title: str, description: str) -> Kind:
    """Declare a kind of fault.

    Raises
    ------
    ValueError
        If the code is taken already.
    """
    if code in _KINDS:
        msg = f"fault code {code!r} is declared twice"
        raise ValueError(msg)
    _KINDS[code] = Kind(code, title, description)
    return _KINDS[code]


def kinds() -> tuple[Kind, ...]:
    """Return all kinds of fault declared by the rooms imported so far, by code."""
    return tuple(_KINDS[code] for code in sorted(_KINDS))
