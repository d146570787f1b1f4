"""What every part of the situation needs at hand: names, intervals, sources, assumptions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from beltplan import quarters
from beltplan.brief.charts import WITHHELD, Band, Lines, Withheld
from beltplan.brief.model import Assumption, Kind, SourceLine
from beltplan.i18n import LANGS, Message, Name, Phrase, Span, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from beltplan.backtest import Backtest, Counts
    from beltplan.balance import Balance
    from beltplan.brief.charts import Tone
    from beltplan.facts import Region
    from beltplan.futures import Futures

__all__ = ["Desk", "english", "is_running", "split", "unit", "unit_of"]

_RUNNING = 0.05
"""Share of its planned capacity from which a plant counts as operating."""


def is_running(activity: Any) -> Any:
    """Return where a plant's activity (share of plan) counts as operating."""
    return activity > _RUNNING


def unit(name: str) -> Message:
    """Return the axis title of a unit."""
    return msg(f"axis.{name}")


def english(text: str | None) -> Name | None:
    """Return a text that the facts have in English only; the page says so beside it."""
    return Name({"en": text}) if text else None


_UNITS = {
    "persons": "unit.persons",
    "homes": "unit.homes",
    "MW": "unit.mw",
    "posts": "unit.posts",
    "jobs": "unit.posts",
}


def unit_of(text: str) -> Phrase:
    """Return a unit of the facts in the reader's language where there is a word for it."""
    if text in _UNITS:
        return msg(_UNITS[text])
    return "%" if text in {"percent", "%"} else text


def split(ids: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return source ids, whether a list or joined by semicolons."""
    if ids is None:
        return ()
    if isinstance(ids, str):
        return tuple(part.strip() for part in ids.split(";") if part.strip())
    return tuple(ids)


def _short(name: str) -> str:
    return re.sub(r"\s*\([^)]*\)", "", name).replace("->", "→")


@dataclass
class Desk:
    """The rooms' results, and the ways to read them that all parts share."""

    region: Region
    futures: Futures
    balance: Balance
    year: int
    backtest: Backtest | None = None
    plans: Balance | None = None
    counts: Counts | None = None
    what_if: tuple[str, ...] = ()
    cited: dict[str, SourceLine] = field(default_factory=dict)

    @cached_property
    def quarter(self) -> int:
        """Return the last quarter of the headline year."""
        return self.last_of(self.year)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Return the years whose last quarter lies in the account."""
        seen = range(self.balance.quarters.start, self.balance.quarters.stop)
        return tuple(quarters.year(q) for q in seen if q % 4 == 3 and q > seen.start)

    def milestones(self) -> tuple[int, ...]:
        """Return the next year, the headline year, five years later and the last."""
        wanted = (self.region.as_of.year + 1, self.year, self.year + 5, self.years[-1])
        return tuple(sorted({year for year in wanted if year in self.years}))

    def last_of(self, year: int) -> int:
        """Return the fourth quarter of a year."""
        return 4 * year + 3

    # --- names

    def name(self, table: str, row: str, column: str = "name") -> Name:
        """Return a text of the region's content in every language there is."""
        texts: dict[str, str] = {}
        for lang in LANGS:
            text = self.region.text(table, row, column, lang)
            if not text.text:
                continue
            key = text.lang if text.lang in LANGS else ""
            texts.setdefault(key, text.text)
        return Name(texts or {"": row})

    def place(self, place_id: str) -> Name:
        """Return a place's name in each language."""
        return self.name("places", place_id)

    def plant(self, project_id: str) -> Name:
        """Return a project's name."""
        return self.name("projects", project_id)

    def plant_short(self, project_id: str) -> Name:
        """Return a project's name without what stands in brackets, for pictures."""
        whole = self.plant(project_id)
        return Name({lang: _short(text) for lang, text in whole.texts.items()})

    def plant_bare(self, project_id: str) -> Name:
        """Return a project's name up to the first comma, for enumerations."""
        short = self.plant_short(project_id)
        return Name({lang: text.split(", ")[0] for lang, text in short.texts.items()})

    def plant_with_place(self, project_id: str, place_id: str) -> Phrase:
        """Return a project's short name and its place, unless the name says it already."""
        plant, place = self.plant_short(project_id), self.place(place_id)
        if any(where in whole for where in place.texts.values() for whole in plant.texts.values()):
            return plant
        return msg("word.plant_in_place", plant=plant, place=place)

    # --- intervals

    def span(
        self,
        variable: str,
        *,
        place: str | None = None,
        group: str | None = None,
        quarter: int | None = None,
        digits: int = 0,
        scale: float = 1.0,
        unit_key: str | None = None,
    ) -> Span | Withheld:
        """Return the 10, 50 and 90 % points of a variable, or `WITHHELD` for a small cell."""
        at = self.quarter if quarter is None else quarter
        interval = self.balance.interval(variable, place=place, group=group, quarter=at)
        if interval is None:
            return WITHHELD
        return Span(
            float(interval.p10) * scale,
            float(interval.p50) * scale,
            float(interval.p90) * scale,
            digits,
            unit_key,
        )

    def mean(self, variable: str, place: str, quarter: int | None = None) -> float:
        """Return a place's mean over futures: for ordering, where many medians are 0."""
        index = (self.quarter if quarter is None else quarter) - self.balance.quarters.start
        return float(self.balance.places_[variable][3, self.balance.places.index(place), index])

    def highest_mean(self, variable: str, place: str) -> float:
        """Return a place's highest mean at the end of any year."""
        return max(self.mean(variable, place, self.last_of(year)) for year in self.years)

    def more_empty(self, place: str | None, quarter: int) -> Span:
        """Return homes empty beyond those empty at the start, in towns where there are more.

        Taken future by future; for the whole region the towns are added, so that a town
        where fewer stand empty does not hide one where more do.
        """
        names = self.balance.places if place is None else (place,)
        start = self.balance.quarters.start
        total: Any = 0.0
        for name in names:
            now = self.balance.sample("homes_empty", place=name, quarter=quarter)
            before = self.balance.sample("homes_empty", place=name, quarter=start)
            total = total + np.maximum(now.astype(np.float64) - before, 0.0)
        low, central, high = np.quantile(total, (0.1, 0.5, 0.9))
        return Span(float(low), float(central), float(high), 0, "unit.homes")

    def means(self, variable: str, years: Iterable[int]) -> list[float]:
        """Return the belt's mean over futures, summed over each year's quarters."""
        values = self.balance.belt[variable][3]
        start = self.balance.quarters.start
        found = []
        for year in years:
            first = max(4 * year - start, 0)
            found.append(float(values[first : 4 * year + 4 - start].sum()))
        return found

    def spans_band(self, spans: Iterable[Span], title: Phrase, tone: Tone) -> Band:
        """Return spans, one for each point of `lines`, as a band."""
        points = [(span.low, span.central, span.high) for span in spans]
        low, central, high = (tuple(point[k] for point in points) for k in range(3))
        return Band(title, low, central, high, tone)

    def band(self, variable: str, title: Phrase, tone: Tone, place: str | None = None) -> Band:
        """Return a variable over the account as a band."""
        if place is None:
            values = self.balance.belt[variable]
        else:
            index = self.balance.places.index(place)
            values = self.balance.places_[variable][:, index]
        at = [q - self.balance.quarters.start for q in self.seen]
        low, central, high = (tuple(float(v) for v in values[k, at]) for k in range(3))
        return Band(title, low, central, high, tone)

    def lines(self, *bands: Band, unit_name: str) -> Lines:
        """Return bands as a chart: the first quarter, then the end of each year."""
        xs = tuple((q + 1) / 4 for q in self.seen)
        return Lines(xs, bands, unit(unit_name))

    @cached_property
    def seen(self) -> tuple[int, ...]:
        """Return the quarters of `lines`: the first, and the last of each year."""
        first = self.balance.quarters.start
        return (first, *(self.last_of(year) for year in self.years))

    def belt_places(self) -> Iterator[str]:
        """Yield the places of the account, those with the largest need first."""
        yield from sorted(self.balance.places, key=lambda p: (-self.mean("need", p), p))

    # --- sources and assumptions

    def cite(self, *groups: str | Sequence[str] | None) -> tuple[str, ...]:
        """Note sources as used and return their ids, each once."""
        ids = tuple(dict.fromkeys(i for group in groups for i in split(group)))
        shown = []
        for source in self.region.sources(ids):
            shown.append(source.source_id)
            self.cited.setdefault(
                source.source_id,
                SourceLine(
                    source_id=source.source_id,
                    title=source.title or "",
                    publisher=source.publisher or "",
                    url=source.url or "",
                    complete=source.url_completeness == "full",
                    date=source.date or "",
                    kind=cast("Kind", source.kind),
                    reliability=source.reliability,
                    note=source.note or "",
                ),
            )
        return tuple(shown)

    def assume(self, *names: str) -> tuple[Assumption, ...]:
        """Return parameters as assumptions; those not yet known on the day are left out.

        A name that no parameter has is refused. Where a later observation of the same
        thing is known (``x_observed``), it is taken.
        """
        known = {p.name: p for p in self.region.parameters()}
        found = []
        for name in names:
            parameter = known.get(f"{name}_observed") or known.get(name)
            if parameter is None:
                if name not in self.region.later["parameters"]:
                    self.region.parameter(name)
                continue
            found.append(
                Assumption(
                    parameter=parameter.name,
                    description=self.name("parameters", parameter.name, "description"),
                    low=parameter.low,
                    central=parameter.central,
                    high=parameter.high,
                    unit=parameter.unit,
                    kind=cast("Kind", parameter.kind),
                    quality=parameter.quality or "",
                    source_ids=self.cite(parameter.source_ids),
                )
            )
        return tuple(found)

    def newest(self, days: Iterable[date | None]) -> date | None:
        """Return the newest of some days."""
        return max((d for d in days if d is not None), default=None)
