"""Results as plain values, as JSON text and as lines of a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Written", "cell", "finite", "lines"]


class Written:
    """What a dataclass that holds results can be written as."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values (dates as ISO text)."""
        held = asdict(self)  # type: ignore[call-overload]
        plain: dict[str, Any] = json.loads(json.dumps(held, default=str))
        return plain

    def to_json(self) -> str:
        """Return `to_dict` as text; what is not a number is null."""
        return json.dumps(finite(self.to_dict()), ensure_ascii=False, indent=2, allow_nan=False)


def lines(points: Sequence[object], of: type, *, number: str) -> str:
    """Return one line per point as CSV: the fields of the class `of`, floats written as `number`.

    Examples
    --------
    >>> from dataclasses import make_dataclass
    >>> made = make_dataclass("Made", [("year", int), ("share", float)])
    >>> lines([made(2026, 0.25)], made, number=".2f").splitlines()
    ['year,share', '2026,0.25']
    """
    names = [field.name for field in fields(of)]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    for point in points:
        values = (getattr(point, name) for name in names)
        writer.writerow([format(v, number) if isinstance(v, float) else v for v in values])
    return buffer.getvalue()


def cell(value: object) -> object:
    """Return a value as a cell of a table: nothing for None, lists with semicolons."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ";".join(str(part) for part in value)
    return f"{value:.6g}" if isinstance(value, float) else value


def finite(value: Any) -> Any:
    """Return plain values with None for what is not a finite number."""
    if isinstance(value, dict):
        return {key: finite(part) for key, part in value.items()}
    if isinstance(value, list):
        return [finite(part) for part in value]
    if isinstance(value, float) and not -1e300 < value < 1e300:
        return None
    return value
