"""A made-up picture of every kind."""

from __future__ import annotations

import math
from datetime import date

from tests.brief.factory.region import AS_OF, NAMES, PLANTS, TOWNS

from beltplan.brief.charts import (
    WITHHELD,
    Band,
    Bars,
    Dot,
    Dots,
    Flow,
    Flows,
    Grid,
    Lane,
    Lines,
    MapPlace,
    MapProject,
    Mark,
    Matrix,
    Part,
    Queue,
    QueueEntry,
    RegionMap,
    Stack,
    Stacks,
    Timeline,
)
from beltplan.i18n import Name, msg, plain

__all__ = ["charts"]


def _lines() -> Lines:
    xs = tuple(2026.75 + k / 4 for k in range(57))

    def curve(top: float, late: float) -> tuple[float, ...]:
        return tuple(top / (1 + math.exp(-(x - late))) for x in xs)

    return Lines(
        xs,
        (
            Band(
                msg("series.need"),
                curve(2600, 2029),
                curve(5200, 2029),
                curve(9100, 2029.5),
                "need",
            ),
            Band(
                msg("series.filled"),
                curve(2200, 2029.6),
                curve(4500, 2029.7),
                curve(7900, 2030),
                "met",
            ),
        ),
        msg("axis.persons"),
    )


def _timeline() -> Timeline:
    def day(year: int, month: int = 1) -> date:
        return date(year, month, 1)

    lanes = (
        Lane(
            plain("Northvolt Ett – Lyten"),
            plain("Skellefteå"),
            tuple(
                Mark(day(*when), "month", status, msg(f"status.{status}"), "press")
                for when, status in (
                    ((2017, 10), "announced"),
                    ((2019, 6), "construction"),
                    ((2021, 12), "operating"),
                    ((2024, 9), "reduced"),
                    ((2025, 3), "bankrupt"),
                    ((2025, 8), "sold"),
                    ((2026, 2), "restarting"),
                )
            ),
            (
                (day(2017, 10), day(2019, 6), "planned"),
                (day(2019, 6), day(2021, 12), "building"),
                (day(2021, 12), day(2025, 3), "running"),
                (day(2025, 3), day(2026, 2), "halted"),
                (day(2026, 2), AS_OF, "building"),
            ),
            (0.44, 0.58, 0.49),
        ),
        Lane(
            plain("Freyr Giga Arctic"),
            plain("Rana"),
            (
                Mark(day(2022, 6), "month", "construction", msg("status.construction"), "company"),
                Mark(day(2023, 11), "month", "paused", msg("status.paused"), "press"),
                Mark(day(2024, 2), "month", "grid_lost", msg("status.grid_lost"), "official"),
                Mark(day(2025, 2), "month", "cancelled", msg("status.cancelled"), "press"),
            ),
            (
                (day(2022, 6), day(2023, 11), "building"),
                (day(2023, 11), day(2025, 2), "halted"),
                (day(2025, 2), AS_OF, "ended"),
            ),
            (0.0, 0.02, 0.03),
        ),
        Lane(
            plain("Epsilon"),
            plain("Vaasa"),
            (Mark(day(2022, 3), "month", "announced", msg("status.announced"), "press"),),
            ((day(2022, 3), AS_OF, "planned"),),
            (0.01, 0.08, 0.12),
            grey=True,
        ),
    )
    return Timeline(date(2016, 1, 1), AS_OF, lanes, (2027, 2030, 2035))


def _map() -> RegionMap:
    where = {town: (lat, lon) for town, _, _, lat, lon, _ in TOWNS}
    return RegionMap(
        tuple(
            MapPlace(town, name, country, lat, lon, value, rank)
            for rank, (town, name, country, lat, lon, value) in enumerate(TOWNS)
        ),
        tuple(
            MapProject(name, plain(name), town, *where[town], step, phase, phase == "unknown")
            for name, town, step, phase in PLANTS
        ),
        msg("axis.posts"),
        msg("axis.open_posts_median"),
    )


def charts() -> dict[str, object]:
    """Return one chart of every kind."""
    years = tuple(str(y) for y in range(2027, 2041))
    entries = (
        QueueEntry(plain("Stegra"), (600.0, 700.0, 800.0), "holds", served=0.62),
        QueueEntry(plain("EdgeConneX"), (300.0, 1000.0, 1000.0), "waits", served=0.31),
        QueueEntry(plain("Talga"), (20.0, 40.0, 70.0), "waits", served=0.48),
        QueueEntry(plain("Giga Arctic"), (150.0, 230.0, 300.0), "lost"),
    )
    ways = ("graduates", "local", "poached", "movers_in", "recruits")
    return {
        "lines": _lines(),
        "map": _map(),
        "timeline": _timeline(),
        "stacks": Stacks(
            years,
            (
                *(
                    Stack(
                        msg(f"way.{way}"),
                        tuple(20.0 * (k + 1) * (1 + i / 9) for i in range(14)),
                        "met",
                        k,
                    )
                    for k, way in enumerate(ways)
                ),
                Stack(msg("way.open"), tuple(60.0 + 12 * i for i in range(14)), "short"),
            ),
            msg("axis.persons"),
        ),
        "grid": Grid(
            tuple(name for _, name, *_ in TOWNS[:10]),
            years,
            tuple(
                tuple(
                    WITHHELD
                    if v is WITHHELD or (r + c) % 11 == 3
                    else None
                    if v is None
                    else float(v) * (1 + c / 10)  # type: ignore[arg-type]
                    for c in range(14)
                )
                for r, (*_, v) in enumerate(TOWNS[:10])
            ),
            msg("axis.open_posts_median"),
        ),
        "matrix": Matrix(
            tuple(name for _, name, *_ in TOWNS[:6]),
            tuple(
                plain(f"A school with a long name {n}: a course, somewhere (SE)") for n in range(9)
            ),
            tuple(
                tuple(("taught", "uncertain", "named", None)[(r + c) % 4] for c in range(9))
                for r in range(6)
            ),
            (1234.0, 200.0, None, 40.0, 12.0, 10.0),
            msg("axis.posts_needing"),
        ),
        "bars": Bars(
            tuple(name for _, name, *_ in TOWNS[:9]),
            (
                Part(msg("way.local"), (-120.0, 0.0, *(-9.0 * n for n in range(7))), "met", 1),
                Part(msg("way.local"), (0.0, 90.0, *(14.0 * n for n in range(7))), "met", 1),
                Part(msg("way.recruits"), (40.0,) * 9, "accent"),
            ),
            msg("axis.in_kind", years="2027–2040"),
            left=msg("side.gives"),
            right=msg("side.gets"),
        ),
        "gains": Bars(
            (plain("Luleå–Boden–Piteå"), plain("Lycksele–Storuman–Arvidsjaur"), NAMES["vaasa"]),
            (Part(msg("series.gain"), (56.2, 0.5, -3.4), "met", 1),),
            msg("axis.gain_meur"),
            1,
            ((54.0, 56.2), (-0.2, 0.5), (-4.1, -3.4)),
            msg("side.loses"),
            msg("side.gains"),
        ),
        "dots": Dots(
            (
                *(
                    Dot(name, v * 0.3, v, v * 1.8, "short", v * 1.2)
                    for _, name, _, _, _, v in TOWNS
                    if isinstance(v, float) and v > 40
                ),
                Dot(plain("Robertsfors"), None, WITHHELD, None),
                Dot(plain("Vefsn"), None, None, None),
            ),
            msg("axis.posts"),
            mark_name=msg("mark.stands"),
        ),
        "queue": Queue(
            ((plain("SE1"), (300.0, 900.0, 1500.0), entries), (plain("NO4"), None, entries[3:])),
            msg("axis.mw"),
        ),
        "flows": Flows(
            (
                Flow(plain("Haparandabanan–Kemi"), "rail", (120.0, 310.0, 690.0), None),
                Flow(plain("E4 Umeå–Skellefteå"), "road", (40.0, 90.0, 160.0), (20.0, 80.0, 200.0)),
                Flow(
                    Name({"sv": "Karleby hamn", "fi": "Kokkolan satama", "en": "Port of Kokkola"}),
                    "sea",
                    (200.0, 420.0, 800.0),
                    (500.0, 900.0, 1500.0),
                ),
            ),
            msg("axis.kilotonnes"),
        ),
    }
