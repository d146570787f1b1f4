"""The survey that a company fills in ten minutes: an Excel workbook in its own language."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from beltplan.skills.extension import extension

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beltplan.facts import Region

__all__ = ["ANSWERS", "COLUMNS", "FIRST_ROW", "MARK", "ROWS", "WORDS", "place_names", "template"]

MARK: Final = "beltplan-survey-1"
"""Stands in the hidden first row, so that another workbook is not taken for a survey."""
COLUMNS: Final = ("role", "competence", "level", "posts", "at_least", "at_most", "year", "comment")
"""What the company says of each competence; competence and year must be filled."""
ANSWERS: Final = ("company", "place", "day")
"""What it says of itself, once."""
ROWS: Final = 60
FIRST_ROW: Final = 9
"""Excel row of the first competence (the first row is 1); the names stand above it."""
WORDS: Final = (
    "title",
    "lead",
    *ANSWERS,
    *COLUMNS,
    *(f"{name}_help" for name in (*ANSWERS, *COLUMNS)),
    "sheet",
    "list",
    "unknown_competence",
)
"""Keys of the words that the template needs, without their prefix."""

_WIDTHS: Final = (26, 44, 9, 10, 10, 10, 9, 40)


def place_names(region: Region, language: str) -> dict[str, str]:
    """Return the places' names in a language, by id."""
    return {
        place: region.text(table="places", row=place, field="name", lang=language).text
        for place in region.table("places")["place_id"]
    }


def template(region: Region, language: str, words: Mapping[str, str], *, year: int) -> bytes:
    """Return the workbook: one sheet to fill, one list of competences to choose from.

    Parameters
    ----------
    region
        Whose places can be chosen.
    language
        sv, fi, nb or en; labels of competences and places.
    words
        The words of `WORDS` in that language.
    year
        Year that stands in the first row as an example of the form.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(words["sheet"])
    options = book.add_worksheet(words["list"])
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bg_color": "#dfe8ee", "border": 1, "text_wrap": True})
    open_ = book.add_format({"bg_color": "#fffbe8", "border": 1, "locked": False})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    concepts = sorted(extension(), key=lambda c: (c.stage, c.label(language)))
    for row, concept in enumerate(concepts):
        options.write_string(row, 0, concept.label(language))
        options.write_string(row, 1, concept.stage)
        options.write_string(row, 2, concept.uri)
    places = sorted(place_names(region, language).values())
    for row, name in enumerate(places):
        options.write_string(row, 4, name)
    options.set_column(0, 0, 60)
    sheet.write_row(0, 0, [MARK, *COLUMNS[1:]])
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.write_string(1, 0, words["title"], bold)
    sheet.merge_range(2, 0, 2, len(COLUMNS) - 1, words["lead"], wrapped)
    sheet.set_row(2, 62)
    for at, name in enumerate(ANSWERS):
        sheet.write_string(3 + at, 0, words[name], head)
        sheet.write_blank(3 + at, 1, None, open_)
        sheet.write_string(3 + at, 2, words[f"{name}_help"])
    listed = f"='{words['list']}'!$E$1:$E${len(places)}"
    sheet.data_validation(4, 1, 4, 1, {"validate": "list", "source": listed})
    for column, name in enumerate(COLUMNS):
        sheet.write_string(FIRST_ROW - 2, column, words[name], head)
        sheet.write_comment(FIRST_ROW - 2, column, words[f"{name}_help"])
        sheet.set_column(column, column, _WIDTHS[column])
    for row in range(FIRST_ROW - 1, FIRST_ROW - 1 + ROWS):
        for column in range(len(COLUMNS)):
            sheet.write_blank(row, column, None, open_)
    _validate(sheet, f"='{words['list']}'!$A$1:$A${len(concepts)}", words, year)
    sheet.freeze_panes(FIRST_ROW - 1, 0)
    book.close()
    return stream.getvalue()


def _validate(sheet: Any, competences: str, words: Mapping[str, str], year: int) -> None:
    last = FIRST_ROW + ROWS - 2
    limits: dict[str, dict[str, Any]] = {
        "competence": {
            "validate": "list",
            "source": competences,
            "error_type": "warning",
            "error_message": words["unknown_competence"],
        },
        "level": {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 8},
        "year": {
            "validate": "integer",
            "criteria": "between",
            "minimum": year - 1,
            "maximum": year + 25,
        },
    }
    for name in ("posts", "at_least", "at_most"):
        limits[name] = {"validate": "decimal", "criteria": ">=", "value": 0}
    for name, rule in limits.items():
        column = COLUMNS.index(name)
        sheet.data_validation(FIRST_ROW - 1, column, last, column, rule)
