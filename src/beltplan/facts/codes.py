"""The kinds of fault that the facts room can find, each declared once."""

from __future__ import annotations

from beltplan.faults import kind

DESCRIPTOR = kind(
    "package.descriptor",
    "Descriptor missing or broken",
    "The folder has no readable `datapackage.json` with name, title, created and version.",
)
DESCRIPTOR_DRIFT = kind(
    "package.descriptor-drift",
    "Descriptor out of date",
    "`datapackage.json` describes other tables or fields than this version of Beltplan knows.",
)
EXTRA_FILE = kind(
    "package.extra-file",
    "Unknown CSV file",
    "The folder holds a CSV file that is none of the region's tables.",
)
MISSING_TABLE = kind(
    "facts.missing-table", "Table missing", "A table of the region has no file or no sheet."
)
TOO_LARGE = kind(
    "facts.too-large",
    "File too large",
    "A file has more bytes or rows than a region's table can have; it is refused unread.",
)
ENCODING = kind("facts.encoding", "Not UTF-8", "A file is not text in UTF-8.")
BINARY = kind("facts.binary", "Not a text file", "A file holds NUL bytes or is a binary file.")
QUOTING = kind("facts.quoting", "Broken quotes", "The quotation marks of a CSV file do not match.")
DELIMITER = kind(
    "facts.delimiter", "Not separated by commas", "The columns are separated by something else."
)
EMPTY_FILE = kind("facts.empty-file", "Empty file", "A file has no header line.")
MISSING_COLUMN = kind("facts.missing-column", "Column missing", "A table lacks a column.")
EXTRA_COLUMN = kind("facts.extra-column", "Unknown column", "A table has a column of unknown name.")
DOUBLE_COLUMN = kind("facts.double-column", "Column twice", "A table has the same column twice.")
CELL_COUNT = kind(
    "facts.cell-count", "Wrong number of cells", "A row has more or fewer cells than the header."
)
CELL_TOO_LONG = kind(
    "facts.cell-too-long", "Cell too long", "A cell has more characters than a spreadsheet holds."
)
CONTROL = kind(
    "facts.control-character",
    "Control character",
    "A cell holds an invisible character that files and spreadsheets do not carry safely.",
)
REQUIRED = kind("facts.required", "Required cell empty", "A cell that must be filled is empty.")
TYPE = kind(
    "facts.type", "Wrong type", "A cell does not have the form of its type (number, true/false …)."
)
DATE = kind("facts.date", "Impossible date", "A cell is not a day of the calendar, as YYYY-MM-DD.")
NOT_FINITE = kind("facts.not-finite", "Not a finite number", "A cell holds NaN or infinity.")
SEPARATOR = kind(
    "facts.number-separator",
    "Thousands separator or decimal comma",
    "A number is written with blanks, commas or apostrophes; which number is meant is not guessed.",
)
DIGITS = kind(
    "facts.digits",
    "Number in an unusual form",
    "A number has an exponent, leading zeros or more than 15 digits and would not survive Excel.",
)
ENUM = kind("facts.value", "Value not allowed", "A cell holds none of the values of its field.")
COUNTRY = kind("facts.country", "Unknown country", "A cell is not an ISO 3166-1 alpha-2 code.")
NAME_FORM = kind(
    "facts.name-form", "Name in a wrong form", "An id has blanks at its ends or holds a semicolon."
)
LIST_FORM = kind(
    "facts.list-form",
    "List in a wrong form",
    "A list has empty members, repeats, or blanks around its semicolons.",
)
BOUNDS = kind("facts.bounds", "Out of bounds", "A number lies outside the bounds of its field.")
NEGATIVE = kind(
    "facts.negative",
    "Negative amount",
    "Jobs, persons, homes, capacities, distances and the like cannot be below zero.",
)
DUPLICATE = kind("facts.duplicate", "Duplicate id", "Two rows of a table have the same id.")
UNKNOWN_PLACE = kind("facts.unknown-place", "Unknown place", "A row names a place not in `places`.")
UNKNOWN_PROJECT = kind(
    "facts.unknown-project", "Unknown project", "A row names a project not in `projects`."
)
UNKNOWN_SOURCE = kind(
    "facts.unknown-source", "Unknown source", "A row names a source not in `sources`."
)
UNKNOWN_METRIC = kind(
    "facts.unknown-metric", "Unknown metric", "A figure names a metric not in `metrics`."
)
UNKNOWN_GROUP = kind(
    "facts.unknown-group", "Unknown group", "A row names an occupation group not in `groups`."
)
UNKNOWN_REFERENCE = kind(
    "facts.unknown-reference", "Unknown reference", "A row names a row that does not exist."
)
ORDER = kind(
    "facts.order", "Low, central and high out of order", "low <= central <= high does not hold."
)
UNIT = kind(
    "facts.unit", "Wrong unit", "A figure's unit is of another kind than the unit of its metric."
)
BEFORE_ANNOUNCEMENT = kind(
    "facts.before-announcement",
    "Event before the announcement",
    "A project has an event before the day on which it was announced.",
)
KNOWN_TOO_EARLY = kind(
    "facts.known-too-early",
    "Known before it happened",
    "`known_from` lies before the day of the event, or of a figure that is a fact.",
)
KNOWN_IN_FUTURE = kind(
    "facts.known-in-future",
    "Known after the package's date",
    "`known_from` lies after the day on which the package was created.",
)
KNOWN_BEFORE_REFERENCE = kind(
    "facts.known-before-reference",
    "Known before what it speaks of",
    "A row is known earlier than the place, project or group that it names, so that a view "
    "of the past would speak of something that is not there.",
)
TWO_PREFERRED = kind(
    "facts.two-preferred",
    "Two preferred values",
    "A dispute has two figures marked as preferred for the same subject.",
)
NONE_PREFERRED = kind(
    "facts.none-preferred", "No preferred value", "No figure of a dispute is marked as preferred."
)
NO_REASON = kind(
    "facts.no-reason", "Preference without a reason", "A preferred figure does not say why."
)
LONE_DISPUTE = kind(
    "facts.lone-dispute", "Dispute with one figure", "A dispute needs two figures or more."
)
SUPERSEDED = kind(
    "facts.superseded",
    "Wrong replacement",
    "A row is superseded by itself, in a circle, or by a figure on something else.",
)
SHARES = kind("facts.shares", "Shares do not sum to 1", "The shares of a profile sum to 1.")
ISCO_TWICE = kind(
    "facts.isco-twice",
    "Occupation code in two groups",
    "An ISCO-08 code belongs to two occupation groups.",
)
DISTRIBUTION = kind(
    "facts.distribution",
    "Distribution without its numbers",
    "fixed needs central; triangular needs low, central and high; uniform needs low and high.",
)
TEXT_TARGET = kind(
    "facts.text-target",
    "Text of nothing",
    "A translated text belongs to a table, row or field that does not exist.",
)
TEXT_TWICE = kind(
    "facts.text-twice", "Text twice", "The same field has two texts in the same language."
)
WORKBOOK_FILE = kind(
    "workbook.file",
    "Not a workbook",
    "The file is not an Excel workbook (.xlsx), or it is damaged.",
)
WORKBOOK_SIZE = kind(
    "workbook.size",
    "Workbook too large",
    "The workbook would unpack to more than a region can hold; it is refused unread.",
)
WORKBOOK_SHEET = kind(
    "workbook.sheet", "Wrong sheet", "A sheet is missing or has a name that is no table."
)
WORKBOOK_FORMULA = kind(
    "workbook.formula",
    "Formula in a cell",
    "Cells hold values, never formulas: a formula may hide another value or reach outside.",
)
WORKBOOK_ERROR = kind(
    "workbook.error-value", "Error value in a cell", "A cell shows an Excel error such as #REF!."
)
WORKBOOK_TYPE = kind(
    "workbook.cell-type",
    "Excel changed the type of a cell",
    "Excel took a text for a number or a date; what was typed can no longer be told.",
)
