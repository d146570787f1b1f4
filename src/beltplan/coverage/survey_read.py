"""Read a filled survey: all faults at once, nothing guessed."""

from __future__ import annotations

import math
import re
import warnings
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from beltplan.coverage import errors
from beltplan.coverage.needs import NEEDS
from beltplan.coverage.survey import ANSWERS, COLUMNS, FIRST_ROW, MARK, place_names
from beltplan.facts.errors import suggest
from beltplan.facts.workbook_guard import guard
from beltplan.faults import Collector, Fault, FaultError, Kind
from beltplan.skills.extension import extension

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beltplan.facts import Region

__all__ = ["survey_needs"]

_LANGUAGES: Final = ("en", "sv", "fi", "nb")
_YEARS_AHEAD: Final = 25
_MOST_ROWS: Final = 2_000
_AS_SENT = "fill the workbook that `beltplan coverage template` made, and keep its rows and sheets"


def survey_needs(region: Region, file: str | Path) -> pl.DataFrame:
    """Return the needs of a filled survey (columns as in `NEEDS`).

    A competence may be written as its label in any of the four languages, a synonym, or its
    address; a level and posts may stay empty, which means unknown.

    Raises
    ------
    FaultError
        With all faults: sheet, row, column letter, value, code and way out.
    """
    path = Path(file)
    guard(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(path)
            sheet = book.worksheets[0]
    except Exception as error:  # a damaged workbook can fail anywhere in the parser
        message = f"the workbook cannot be read ({type(error).__name__})"
        raise FaultError([errors.TEMPLATE.at(message, _AS_SENT)]) from None
    if sheet["A1"].value != MARK:
        message = "the workbook is no survey of Beltplan, or its hidden first row is gone"
        raise FaultError([errors.TEMPLATE.at(message, _AS_SENT)])
    form = _Form(region, sheet)
    rows = form.read()
    if form.faults:
        raise FaultError(form.faults.faults())
    return pl.DataFrame(rows, schema=NEEDS, orient="row")


class _Form:
    """One sheet being read; faults are collected."""

    def __init__(self, region: Region, sheet: Any) -> None:
        self._region = region
        self._sheet = sheet
        self.faults = Collector()
        self._competences = _competences()
        self._places = _places(region)

    def read(self) -> list[tuple[object, ...]]:
        company = self._text(4, 2, ANSWERS[0], needed=True)
        said = self._text(5, 2, ANSWERS[1], needed=True)
        place = self._place(said) if said else None
        day = self._day()
        rows = []
        filled = 0
        last = min(self._sheet.max_row, FIRST_ROW + _MOST_ROWS)
        for row in range(FIRST_ROW, last + 1):
            if any(
                self._sheet.cell(row, c + 1).value not in (None, "") for c in range(len(COLUMNS))
            ):
                found = self._row(row)
                if found is not None and place is not None and company and day is not None:
                    rows.append(self._need(found, company, place, day, row))
                filled += 1
        if not filled:
            message = "no competence is filled in"
            way_out = f"fill at least one row from row {FIRST_ROW} on"
            self.faults.add(errors.EMPTY.at(message, way_out))
        return rows

    def _need(
        self, found: Mapping[str, Any], company: str, place: str, day: date, row: int
    ) -> tuple[object, ...]:
        slug = re.sub(r"\W+", "-", company.lower()).strip("-")
        return (
            f"survey.{slug}.{place}.{day.isoformat()}.{row}",
            "survey",
            company,
            found["role"] or None,
            None,
            found["competence"],
            found["level"],
            place,
            found["year"],
            *found["posts"],
            "company",
            day,
            [],
        )

    def _row(self, row: int) -> dict[str, Any] | None:
        before = self.faults.faults()
        said = self._text(row, 2, "competence", needed=True)
        found: dict[str, Any] = {
            "role": self._text(row, 1, "role"),
            "competence": self._competence(said, row) if said else None,
            "level": self._whole(row, "level", 1, 8, errors.LEVEL),
            "year": self._whole(
                row,
                "year",
                self._region.as_of.year - 1,
                self._region.as_of.year + _YEARS_AHEAD,
                errors.YEAR,
                needed=True,
            ),
            "posts": self._posts(row),
        }
        return found if self.faults.faults() == before else None

    def _posts(self, row: int) -> tuple[float | None, float | None, float | None]:
        central, low, high = (self._amount(row, name) for name in ("posts", "at_least", "at_most"))
        if central is None:
            if low is not None and high is not None and low <= high:
                return low, (low + high) / 2, high
            if (low, high) == (None, None):
                return None, None, None
            message = "at least and at most stand without each other or without posts"
            self._add(errors.RANGE, row, "posts", message, "fill posts, or both ends of the range")
            return None, None, None
        low = central if low is None else low
        high = central if high is None else high
        if not low <= central <= high:
            message = f"at least {low:g}, posts {central:g}, at most {high:g}"
            way_out = "at least must not exceed posts, nor posts at most"
            self._add(errors.RANGE, row, "posts", message, way_out)
        return low, central, high

    # --- cells

    def _value(self, row: int, column: int, name: str) -> Any:
        cell = self._sheet.cell(row, column)
        if cell.data_type in ("f", "e"):
            message = (
                "the cell holds a formula" if cell.data_type == "f" else "the cell is an error"
            )
            self._add(errors.FORMULA, row, name, message, "write the value itself", column)
            return None
        return cell.value

    def _text(self, row: int, column: int, name: str, *, needed: bool = False) -> str:
        value = self._value(row, column, name)
        text = "" if value is None else " ".join(str(value).split())
        broken = self._sheet.cell(row, column).data_type in ("f", "e")
        if needed and not text and not broken:
            message = f"{name} is empty"
            self._add(errors.MISSING, row, name, message, "fill it", column)
        return text

    def _day(self) -> date | None:
        value = self._value(6, 2, ANSWERS[2])
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            message = f"{value!r} is no day" if value is not None else "the day is empty"
            way_out = "write the day of the answer, such as 2026-11-21"
            self._add(errors.MISSING, 6, ANSWERS[2], message, way_out, 2)
            return None

    def _number(self, row: int, name: str) -> float | str | None:
        value = self._value(row, COLUMNS.index(name) + 1, name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(value)
        return float(value) if math.isfinite(value) else str(value)

    def _whole(
        self, row: int, name: str, least: int, most: int, kind: Kind, *, needed: bool = False
    ) -> int | None:
        value = self._number(row, name)
        if value is None:
            if needed and self._sheet.cell(row, COLUMNS.index(name) + 1).data_type != "f":
                self._add(errors.MISSING, row, name, f"{name} is empty", "fill it")
            return None
        if isinstance(value, str) or value != int(value) or not least <= value <= most:
            message = f"{value if isinstance(value, str) else f'{value:g}'} is no such number"
            way_out = f"write a whole number from {least} to {most}"
            if not needed:
                way_out += ", or leave it empty"
            self._add(kind, row, name, message, way_out)
            return None
        return int(value)

    def _amount(self, row: int, name: str) -> float | None:
        value = self._number(row, name)
        if value is None:
            return None
        if isinstance(value, str) or value < 0:
            message = f"{value if isinstance(value, str) else f'{value:g}'} is no number of posts"
            way_out = "write a number of 0 or more, or leave it empty if it is unknown"
            self._add(errors.NUMBER, row, name, message, way_out)
            return None
        return value

    def _place(self, said: str) -> str | None:
        found = self._places.get(said.casefold())
        if found is None:
            way_out = suggest(said, self._places, otherwise="choose a place of the list")
            self._add(errors.PLACE, 5, ANSWERS[1], f"no place {said!r}", way_out, 2)
        return found

    def _competence(self, said: str, row: int) -> str | None:
        found = self._competences.get(said.casefold())
        if found is None:
            otherwise = "choose one of the list, or write to those who keep the vocabulary"
            way_out = suggest(said, self._competences, otherwise=otherwise)
            message = f"no competence {said!r}"
            self._add(errors.COMPETENCE, row, "competence", message, way_out)
        return found

    def _add(
        self, kind: Kind, row: int, name: str, message: str, way_out: str, column: int = 0
    ) -> None:
        at = column or COLUMNS.index(name) + 1
        value = self._sheet.cell(row, at).value
        self.faults.add(
            Fault(
                kind.code,
                field=name,
                value="" if value is None else str(value)[:120],
                message=message,
                way_out=way_out,
                line=row,
                sheet=self._sheet.title,
                column=get_column_letter(at),
            )
        )


def _competences() -> dict[str, str]:
    """Return addresses by every label, synonym and address; a label of two is left out."""
    found: dict[str, set[str]] = {}
    for concept in extension():
        names = {concept.uri, concept.uri.rsplit("/", 1)[-1]}
        for language in _LANGUAGES:
            names |= set(concept.labels.get(language, ()))
        for name in names:
            found.setdefault(name.casefold(), set()).add(concept.uri)
    return {name: next(iter(uris)) for name, uris in found.items() if len(uris) == 1}


def _places(region: Region) -> dict[str, str]:
    found = {}
    for language in _LANGUAGES:
        for place, name in place_names(region, language).items():
            found[name.casefold()] = place
            found[place.casefold()] = place
    return found
