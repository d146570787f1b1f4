"""Programmes as the facts know them: level, length, seats, language, delivery, status."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from beltplan.coverage.ranges import Range, seat_cost

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from beltplan.facts import Region

__all__ = ["Kind", "Mode", "Programme", "kinds", "programmes"]

Mode = Literal["onsite", "gatherings", "online", "unknown"]
"""How a programme is taught; ``unknown`` is taken as on site where it matters, and said."""

_DIGITS = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CREDITS = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:hp|op|osp|ects|studiepoeng|credits)\b", re.I)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of programme in one country: `programme_kinds` of the facts.

    Attributes
    ----------
    kind_id, country
        Name, and the country whose rules hold ("" for none).
    entry_eqf, exit_eqf
        Level at entry; level of the qualification, None where the course gives none.
    intake, first_month
        ``yearly``, ``term`` or ``rolling``, and the month in which it starts.
    months, fee, seat_cost
        Usual length; fee in EUR for a Nordic resident; cost of a seat in EUR a year.
    audience
        Occupation group whose people alone are admitted; None where it is open to others.
    """

    kind_id: str
    country: str
    entry_eqf: int
    exit_eqf: int | None
    intake: Literal["yearly", "term", "rolling"]
    first_month: int
    months: Range
    fee: Range | None
    seat_cost: Range | None
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme; None is unknown.

    Attributes
    ----------
    programme_id, name, name_en, provider, country, url
        As in the facts.
    place_id, place
        Place of the region, if it is one; place as stated.
    kind
        Its kind; None where the row is a project or a centre and no course.
    level
        Lowest and highest EQF level that it teaches at, if stated or set by the framework.
    months, credits
        Stated length; credits of 60 a year.
    seats, applicants, completion
        Seats and applicants a year; share of starters who complete.
    languages, mode
        Teaching languages; how it is taught.
    group_id
        Occupation group that graduates enter, where it is clear.
    first_start
        Year of the first start as stated.
    status, grey
        running, announced, ended or unknown; whether nobody has confirmed it for 12 months.
    known_from, last_verified, source_ids
        Since when, last checked, from whom.
    field
        Field of study, ISCED-F 2013.
    """

    programme_id: str
    name: str
    name_en: str
    provider: str
    country: str
    url: str
    place_id: str | None
    place: str
    kind: Kind | None
    level: tuple[int, int] | None
    months: float | None
    credits: float | None
    seats: float | None
    applicants: float | None
    completion: float | None
    languages: tuple[str, ...]
    mode: Mode
    group_id: str | None
    first_start: int | None
    status: str
    grey: bool
    known_from: date
    last_verified: date | None
    source_ids: tuple[str, ...]
    field: str | None = None

    @property
    def free_seats(self) -> float | None:
        """Seats that no applicant of the newest year filled; None where either is unknown."""
        if self.seats is None or self.applicants is None:
            return None
        return max(self.seats - self.applicants, 0.0)


def kinds(region: Region) -> Mapping[str, Kind]:
    """Return the kinds of programme by name."""
    found = {}
    costs = {level: seat_cost(region, level) for level in range(1, 9)}
    for row in region.table("programme_kinds").iter_rows(named=True):
        months = Range.read(row["months_low"], row["months_central"], row["months_high"])
        assert months is not None  # noqa: S101 - the central length is a required field
        found[row["kind_id"]] = Kind(
            row["kind_id"],
            row["country"] or "",
            row["entry_eqf"],
            row["exit_eqf"],
            row["intake"],
            row["first_month"] or 1,
            months,
            Range.read(row["fee_low"], row["fee_central"], row["fee_high"]),
            Range.read(row["seat_cost_low"], row["seat_cost_central"], row["seat_cost_high"])
            # A single course without a cost of its own is one of higher education.
            or costs[row["exit_eqf"] or 6],
            row["audience"],
        )
    return found


def programmes(region: Region) -> tuple[Programme, ...]:
    """Return the programmes of a region, in file order."""
    by_kind = kinds(region)
    return tuple(
        _programme(row, by_kind, grey=region.grey(row["last_verified"] or row["known_from"]))
        for row in region.table("programmes").iter_rows(named=True)
    )


def _programme(row: dict[str, Any], by_kind: Mapping[str, Kind], *, grey: bool) -> Programme:
    return Programme(
        programme_id=row["programme_id"],
        name=row["name"],
        name_en=row["name_en"] or row["name"],
        provider=row["provider"],
        country=row["country"],
        url=row["url"] or "",
        place_id=row["place_id"],
        place=row["place"] or "",
        kind=by_kind.get(row["kind_id"]),
        level=level_of(row["level_eqf"]),
        months=row["duration_months"],
        credits=credits_of(row["credits"]),
        seats=row["seats_per_year"],
        applicants=row["applicants_per_year"],
        completion=row["completion_share"],
        languages=tuple(row["languages"] or ()),
        mode=mode_of(row["delivery"], row["place"]),
        group_id=row["group_id"],
        first_start=year_of(row["start_year"]),
        status=row["status"],
        grey=grey,
        known_from=row["known_from"],
        last_verified=row["last_verified"],
        source_ids=tuple(row["source_ids"] or ()),
        field=row["isced_f"],
    )


def level_of(stated: str | None) -> tuple[int, int] | None:
    """Return lowest and highest EQF level of what is stated, None where nothing is.

    Examples
    --------
    >>> level_of("6-7"), level_of("5 (NKR 5.1, rule)"), level_of("unknown"), level_of(None)
    ((6, 7), (5, 5), None, None)
    """
    levels = [int(digit) for digit in _DIGITS.findall((stated or "").split("(")[0])]
    levels = [level for level in levels if 1 <= level <= 8]
    return (min(levels), max(levels)) if levels else None


def credits_of(stated: str | None) -> float | None:
    """Return credits of which 60 make a year.

    Examples
    --------
    >>> credits_of("7.5 hp"), credits_of("240 op (rule)"), credits_of("unknown")
    (7.5, 240.0, None)
    """
    match = _CREDITS.match(stated or "")
    return float(match[1]) if match else None


def year_of(stated: str | None) -> int | None:
    """Return the last year that a start names, None where it names none.

    Examples
    --------
    >>> year_of("2011; battery part planned 2022"), year_of("2023-24"), year_of("not started")
    (2022, 2023, None)
    """
    years = _YEAR.findall(stated or "")
    return max(map(int, years)) if years else None


def mode_of(delivery: str | None, place: str | None) -> Mode:
    """Return how a programme is taught, from its delivery and place in words.

    Examples
    --------
    >>> mode_of("online with gatherings", "Mo i Rana"), mode_of(None, "online"), mode_of(None, "X")
    ('gatherings', 'online', 'unknown')
    """
    said = (delivery or "").lower()
    if "gathering" in said or "blended" in said or "distributed" in said:
        return "gatherings"
    if "online" in said or "distance" in said:
        return "online"
    if "on site" in said:
        return "onsite"
    where = (place or "").lower()
    if not said and where.startswith(("online", "distance")):
        return "online"
    return "unknown"
