"""A list kept as a CSV file, one model a row: read whole, or refused with every fault."""

from __future__ import annotations

import csv
import importlib.resources
import io
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from beltplan.faults import Fault, FaultError, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["Row", "read_list"]


class Row(BaseModel):
    """A row: its columns are the fields, an empty cell is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unknown(cls, value: object) -> object:
        return None if value == "" else value


R = TypeVar("R", bound=Row)


def read_list(
    file: Path | None,
    *,
    shipped: str,
    model: type[R],
    key: str,
    kind: Kind,
    check: Callable[[R, int], Iterable[Fault]] | None = None,
) -> dict[str, R]:
    """Return the rows of a list by their key, in the order of the file.

    Parameters
    ----------
    file
        A list of one's own; the shipped one if None.
    shipped
        Name of the shipped list.
    model
        What a row is.
    key
        Column that names a row; no two rows have the same.
    kind
        Kind of the faults.
    check
        Finds more faults of a row, given with its line.

    Raises
    ------
    FaultError
        With all faults of the file.
    """
    found: dict[str, R] = {}
    faults: list[Fault] = []
    for line, cells in _cells(file, shipped, kind):
        name = cells.get(key, "")
        try:
            row = model.model_validate(cells)
        except ValidationError as error:
            faults += _model_faults(error, kind, name, line)
            continue
        if name in found:
            faults.append(kind.at("the name is taken", "choose another", row=name, line=line))
        found[name] = row
        if check is not None:
            faults += check(row, line)
    if faults:
        raise FaultError(faults)
    return found


def _cells(file: Path | None, shipped: str, kind: Kind) -> list[tuple[int, dict[str, str]]]:
    if file is None:
        data = importlib.resources.files("beltplan.sources").joinpath(shipped).read_bytes()
    else:
        data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        fault = kind.at(f"{file} is not UTF-8", "save it as CSV in UTF-8", value=str(file))
        raise FaultError([fault]) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    found = []
    for row in reader:
        cells = {str(name): "" if value is None else value for name, value in row.items()}
        if any(isinstance(value, list) for value in cells.values()):
            way_out = "quote cells that hold commas"
            raise FaultError([kind.at("a row has too many cells", way_out, line=reader.line_num)])
        found.append((reader.line_num, cells))
    return found


def _model_faults(error: ValidationError, kind: Kind, row: str, line: int) -> list[Fault]:
    return [
        kind.at(
            each["msg"],
            "correct the cell; docs/rooms/sources.md lists the columns",
            row=row,
            field=".".join(map(str, each["loc"])),
            value=str(each["input"]),
            line=line,
        )
        for each in error.errors()
    ]
