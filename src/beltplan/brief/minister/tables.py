"""The two lists of the pages: what changed in twelve months, and the plants' outlook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from beltplan.brief.charts import Timeline, Withheld
from beltplan.i18n import Day, Listing, Name, Num

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beltplan.brief.charts import Lane
    from beltplan.brief.minister.citations import Citations
    from beltplan.brief.model import Cell, Figure, Section, Situation
    from beltplan.i18n import Voice

__all__ = ["EMPTY", "changes", "find_figure", "find_section", "plants"]

EMPTY: Final[Mapping[str, Any]] = {"title": "", "reading": "", "refs": []}
"""A block without a title is left out of the page."""

_DATE_WIDTH: Final = 17.0
"""Width of the dates, mm."""


def changes(
    situation: Situation, voice: Voice, citations: Citations, *, most: int
) -> dict[str, Any]:
    """Return the newest events, newest first, with their sources."""
    section = find_section(situation, "changes")
    if section is None:
        return {**EMPTY, "date_width": _DATE_WIDTH, "items": [], "fallback": "", "more": ""}
    figure = find_figure(section, "changes_events")
    items = []
    rows = () if figure is None else figure.table.rows
    columns = () if figure is None else figure.table.columns
    for row in rows[:most]:
        cells = {column.name: cell for column, cell in zip(columns, row, strict=True)}
        what = cells.get("what") or cells.get("event")
        items.append(
            {
                "date": said(cells.get("date"), voice),
                "who": said(cells.get("plant"), voice),
                "text": said(what, voice),
                "lang": language(what, voice),
                "refs": citations.cite(_ids(cells.get("sources"))),
            }
        )
    more = len(rows) - len(items)
    foreign = {str(item["lang"]) for item in items} - {voice.lang}
    names = tuple(voice.locale.languages.get(lang, lang) for lang in sorted(foreign))
    return {
        **EMPTY,
        "title": voice.say(section.title),
        "date_width": _DATE_WIDTH,
        "items": items,
        "fallback": voice.text("minister.fallback", langs=Listing(names)) if names else "",
        "more": voice.text("minister.changes.more", count=Num(more)) if more > 0 else "",
    }


def plants(
    situation: Situation, voice: Voice, citations: Citations, *, most: int
) -> dict[str, Any]:
    """Return the plants' outlook, those with the newest event first.

    A row is a plant's state today, its latest event, and the share of futures in which it
    operates at the end of some years.
    """
    section = find_section(situation, "plants")
    figure = None if section is None else find_figure(section, "plants_near")
    if section is None or figure is None or not isinstance(figure.chart, Timeline):
        return {**EMPTY, "heads": [], "align": [], "widths": [], "rows": [], "more": ""}
    chart = figure.chart
    lanes = [lane for lane in chart.lanes if lane.outlook and lane.marks]
    lanes.sort(key=lambda lane: max(mark.date for mark in lane.marks), reverse=True)
    years = _some(chart.outlook_years, 4)
    heads = [voice.text(f"minister.plant.{name}") for name in ("plant", "now", "last")]
    rows = [_lane(lane, chart, years, voice) for lane in lanes[:most]]
    more = len(lanes) - len(rows)
    return {
        "title": voice.say(section.title),
        "reading": voice.text("minister.plants.reading"),
        "refs": citations.cite(figure.sources, most=3),
        "heads": [*heads, *(str(year) for year in years)],
        "align": ["left"] * len(heads) + ["right"] * len(years),
        "widths": [3.2, 1.9, 2.2, *([0.5] * len(years))],
        "rows": rows,
        "more": voice.text("minister.plants.more", count=Num(more)) if more > 0 else "",
    }


def _lane(
    lane: Lane, chart: Timeline, years: tuple[int, ...], voice: Voice
) -> list[dict[str, Any]]:
    phase = lane.phases[-1][2] if lane.phases else "unknown"
    last = max(lane.marks, key=lambda mark: mark.date, default=None)
    event = ""
    if last is not None:
        day = Day(last.date, last.precision)
        event = voice.text("minister.plant.event", event=last.label, day=day)
    shares = dict(zip(chart.outlook_years, lane.outlook, strict=True))
    name, place = voice.say(lane.name), voice.say(lane.place)
    texts = [
        name if "," in name or place in name else f"{name}, {place}",
        voice.text(f"phase.{phase}"),
        event,
        *(voice.number(shares[year], style="percent") for year in years),
    ]
    return [{"text": text, "refs": []} for text in texts]


def _some(years: tuple[int, ...], count: int) -> tuple[int, ...]:
    """Return at most `count` of some years, evenly taken, the last one always.

    Examples
    --------
    >>> _some((2027, 2028, 2030, 2035, 2040), 3)
    (2027, 2030, 2040)
    """
    if len(years) <= count:
        return years
    last = len(years) - 1
    return tuple(years[round(at * last / (count - 1))] for at in range(count))


def find_section(situation: Situation, section_id: str) -> Section | None:
    """Return a section; ``None`` where the situation has none of that id."""
    return next((item for item in situation.sections if item.section_id == section_id), None)


def find_figure(section: Section, figure_id: str) -> Figure | None:
    """Return a section's figure; ``None`` where it has none of that id."""
    return next((item for item in section.figures if item.figure_id == figure_id), None)


def said(cell: Cell, voice: Voice) -> str:
    """Return a cell as text, "·" where it is withheld, nothing where it is unknown."""
    if cell is None:
        return ""
    if isinstance(cell, Withheld):
        return "·"
    if isinstance(cell, (int, float)):
        return voice.number(float(cell))
    return voice.say(cell)


def language(cell: Cell, voice: Voice) -> str:
    """Return the language that a cell is said in: that of the voice unless it has no such text."""
    if not isinstance(cell, Name):
        return voice.lang
    return cell.pick(voice.lang)[1] or voice.lang


def _ids(cell: Cell) -> list[str]:
    return [part.strip() for part in cell.split(";")] if isinstance(cell, str) else []
