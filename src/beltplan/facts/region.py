"""A region as it was known on a day."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

import polars as pl

from beltplan.facts.errors import (
    UnknownParameterError,
    UnknownRowError,
    UnknownTableError,
    suggest,
)
from beltplan.facts.rows import Figure, Parameter, Source, Text
from beltplan.facts.schema import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["GREY_AFTER", "Region"]

GREY_AFTER: Final = timedelta(days=365)
"""A figure that nothing has confirmed for longer than this is shown grey."""

_STATUS_ORDER: Final = ("actual", "estimate", "rule", "plan", "goal", "forecast")


@dataclass(frozen=True, eq=False)
class Region:
    """The tables of a region, holding what was public on `as_of`.

    Made by `load`; rows with ``known_from`` after `as_of` are not in it, and a text of a
    hidden row is hidden with it. Sources without a date are always there.

    Attributes
    ----------
    name
        Stable name of the region.
    titles
        Title by language; at least ``en``.
    as_of
        The day.
    created
        The package's own date.
    version
        Version of the data.
    path
        Folder of the package.
    later
        For each table the ids of rows that are in the package but not yet known.
    """

    name: str
    titles: Mapping[str, str]
    as_of: date
    created: date
    version: str
    path: Path
    _tables: Mapping[str, pl.DataFrame]
    later: Mapping[str, Mapping[str, date]]

    def __repr__(self) -> str:
        return f"Region({self.name!r}, as_of={self.as_of.isoformat()!r})"

    @property
    def title(self) -> str:
        """Return the English title."""
        return self.titles["en"]

    def table(self, name: str) -> pl.DataFrame:
        """Return a table: typed columns in the order of the schema, rows in file order.

        Empty cells are null, except in list fields, where they are empty lists.

        Raises
        ------
        UnknownTableError
            If there is no such table.
        """
        try:
            return self._tables[name]
        except KeyError:
            message = f"a region has no table {name!r}"
            otherwise = f"tables: {', '.join(self._tables)}"
            raise UnknownTableError(
                message, suggest(name, self._tables, otherwise=otherwise)
            ) from None

    def grey(self, row_known_from: date | None) -> bool:
        """Return whether a row known since that day is no longer fresh on `as_of`."""
        return row_known_from is None or self.as_of - row_known_from > GREY_AFTER

    # --- parameters

    @cached_property
    def _parameters(self) -> dict[str, Parameter]:
        found = {}
        for row in self.table("parameters").iter_rows(named=True):
            row["name"] = row.pop("parameter")
            found[row["name"]] = _record(Parameter, row, grey=self.grey(row["known_from"]))
        return found

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by name.

        Raises
        ------
        UnknownParameterError
            If there is none, or none yet on `as_of`; names those that resemble it.
        """
        try:
            return self._parameters[name]
        except KeyError:
            message = self._absent("parameters", name)
            otherwise = "list them with `beltplan facts show parameters`"
            way_out = suggest(name, self._parameters, otherwise=otherwise)
            raise UnknownParameterError(message, way_out) from None

    def parameters(self, *, room: str | None = None) -> tuple[Parameter, ...]:
        """Return all parameters, or those of one room, in file order."""
        return tuple(p for p in self._parameters.values() if room in (None, p.room))

    # --- figures

    @cached_property
    def _figures(self) -> dict[tuple[str, str], list[Figure]]:
        found: dict[tuple[str, str], list[Figure]] = {}
        for row in self.table("figures").iter_rows(named=True):
            figure = _record(Figure, row, grey=self.grey(row["known_from"]))
            found.setdefault((figure.subject, figure.metric), []).append(figure)
        return {key: _standing(group) for key, group in found.items()}

    def figure(
        self,
        subject: str,
        metric: str,
        at: date | None = None,
        *,
        status: str | Iterable[str] | None = None,
    ) -> Figure | None:
        """Return the figure to use for a subject and a metric.

        Of a dispute only the preferred figure counts (once it is known); a figure is
        superseded only when the newer one is known. Of what remains, the one with the newest
        date not after `at` is returned; an undated figure counts as the oldest. Where dates
        are equal an actual value goes before an estimate, a plan, a goal and a forecast, and
        then the one known latest.

        Parameters
        ----------
        subject, metric
            What is asked.
        at
            Day on which the value should hold; the region's `as_of` if not given.
        status
            Only figures of this status (or of one of these), such as ``"actual"``.
        """
        day = at or self.as_of
        allowed = {status} if isinstance(status, str) else None if status is None else set(status)
        candidates = [
            figure
            for figure in self._figures.get((subject, metric), ())
            if (figure.date is None or figure.date <= day)
            and (allowed is None or figure.status in allowed)
        ]
        return max(candidates, key=_newest, default=None)

    def figures(self, subject: str | None = None, metric: str | None = None) -> pl.DataFrame:
        """Return all known figures of a subject and a metric, disputed and superseded ones too."""
        table = self.table("figures")
        if subject is not None:
            table = table.filter(pl.col("subject") == subject)
        if metric is not None:
            table = table.filter(pl.col("metric") == metric)
        return table

    # --- events, sources, texts

    def events(self, project_id: str | None = None) -> pl.DataFrame:
        """Return the known events, of one project or of all, sorted by date."""
        table = self.table("events")
        if project_id is not None:
            table = table.filter(pl.col("project_id") == project_id)
        return table.sort("date", maintain_order=True)

    @cached_property
    def _sources(self) -> dict[str, Source]:
        rows = self.table("sources").iter_rows(named=True)
        return {row["source_id"]: _record(Source, row) for row in rows}

    def sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """Return the sources of these ids, each once, in the order given.

        A source that was published after `as_of` is left out.

        Raises
        ------
        UnknownRowError
            If an id is no source at all.
        """
        found = []
        for name in dict.fromkeys(ids):
            if name in self._sources:
                found.append(self._sources[name])
            elif name not in self.later["sources"]:
                message = f"no source {name!r}"
                otherwise = "list them with `beltplan facts show sources`"
                raise UnknownRowError(message, suggest(name, self._sources, otherwise=otherwise))
        return tuple(found)

    @cached_property
    def _texts(self) -> dict[tuple[str, str, str, str], tuple[str, str]]:
        rows = self.table("texts").iter_rows(named=True)
        return {
            (r["table"], r["row"], r["field"], r["lang"]): (r["text"], r["origin"]) for r in rows
        }

    @cached_property
    def _rows(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {}

    def row(self, table: str, row: str) -> dict[str, Any]:
        """Return one row of a table as a dict.

        Raises
        ------
        UnknownTableError, UnknownRowError
            If there is no such table or row, or the row is not yet known on `as_of`.
        """
        frame = self.table(table)
        if table not in self._rows:
            key = schema().table(table).key
            self._rows[table] = {each[key]: each for each in frame.iter_rows(named=True)}
        try:
            return self._rows[table][row]
        except KeyError:
            message = self._absent(table, row)
            otherwise = f"list them with `beltplan facts show {table}`"
            way_out = suggest(row, self._rows[table], otherwise=otherwise)
            raise UnknownRowError(message, way_out) from None

    def text(self, table: str, row: str, field: str, lang: str) -> Text:
        """Return a text that people read: in `lang`, else in English, else the row's own field.

        Parameters
        ----------
        table, row, field
            Whose text. A field kept in one column per language (``label`` for ``label_sv`` …)
            is named without its ending.
        lang
            sv, fi, nb or en.

        Raises
        ------
        UnknownTableError, UnknownRowError
            If there is no such table, row or field.
        """
        values = self.row(table, row)
        spec = schema().table(table)
        draft = "draft" if values.get("review") == "draft" else "own"
        for language in dict.fromkeys((lang, "en")):
            entry = self._texts.get((table, row, field, language))
            if entry is not None:
                return Text(entry[0], language, entry[1], language != lang)
            if values.get(f"{field}_{language}"):
                return Text(values[f"{field}_{language}"], language, draft, language != lang)
        if field not in spec:
            if any(name.startswith(f"{field}_") for name in spec.names):
                return Text("", "", "own", True)
            message = f"{table} has no field {field!r}"
            otherwise = f"fields: {', '.join(spec.names)}"
            raise UnknownTableError(message, suggest(field, spec.names, otherwise=otherwise))
        own = spec.field(field).lang
        return Text(str(values[field] or ""), own, "own", own not in (lang, "name"))

    def _absent(self, table: str, row: str) -> str:
        known = self.later[table].get(row)
        if known is not None:
            return f"{row!r} of {table} is known from {known}, after {self.as_of}"
        return f"no row {row!r} in {table}"


_T = TypeVar("_T")


def _record(cls: type[_T], row: Mapping[str, Any], **more: Any) -> _T:
    values = {**row, **more}
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = tuple(value)
    return cls(**{field.name: values[field.name] for field in fields(cls)})  # type: ignore[arg-type]


def _standing(group: list[Figure]) -> list[Figure]:
    """Drop superseded figures and, of each dispute, those that are not preferred."""
    known = {figure.figure_id for figure in group}
    settled = {figure.dispute for figure in group if figure.dispute and figure.preferred}
    return [
        figure
        for figure in group
        if figure.superseded_by not in known and (figure.dispute not in settled or figure.preferred)
    ]


def _newest(figure: Figure) -> tuple[date, int, date]:
    order = _STATUS_ORDER.index(figure.status) if figure.status in _STATUS_ORDER else 99
    return (figure.date or date.min, -order, figure.known_from)
