"""Kinds of fault that the coverage room can find."""

from __future__ import annotations

from beltplan.faults import BeltplanError, kind

__all__ = [
    "COMPETENCE",
    "EMPTY",
    "FORMULA",
    "LEVEL",
    "MISSING",
    "NEEDS_FILE",
    "NUMBER",
    "PLACE",
    "RANGE",
    "TEMPLATE",
    "YEAR",
    "UnknownPlaceError",
]

TEMPLATE = kind(
    "survey.template", "Not the survey template", "The workbook is not one that Beltplan made."
)
EMPTY = kind("survey.empty", "Nothing answered", "The survey has no row with a competence.")
MISSING = kind("survey.missing", "Answer missing", "A cell that must be filled is empty.")
FORMULA = kind("survey.formula", "Formula", "A cell holds a formula or an error, not a value.")
PLACE = kind("survey.place", "Unknown place", "The place is none of the region's.")
COMPETENCE = kind(
    "survey.competence", "Unknown competence", "The competence is none of the vocabulary's."
)
LEVEL = kind("survey.level", "Impossible level", "A level is no whole number from 1 to 8.")
NUMBER = kind("survey.number", "Not a number of posts", "Posts are no number of 0 or more.")
RANGE = kind("survey.range", "Range out of order", "At least, posts and at most are not in order.")
YEAR = kind("survey.year", "Impossible year", "A year is none that the survey can speak of.")
NEEDS_FILE = kind("coverage.needs-file", "Broken file of needs", "A file of needs cannot be read.")


class UnknownPlaceError(BeltplanError, LookupError):
    """A place that the region does not have."""
