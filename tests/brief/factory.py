"""A made-up situation with every kind of picture, for tests that need no model run."""

from __future__ import annotations

import math
from datetime import date

from beltplan.brief.charts import (
    WITHHELD,
    Band,
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
    Phase,
    Queue,
    QueueEntry,
    RegionMap,
    Stack,
    Stacks,
    Timeline,
    Withheld,
)
from beltplan.brief.model import (
    Assumption,
    Cell,
    Column,
    Figure,
    Headline,
    Section,
    Situation,
    SourceLine,
    Table,
)
from beltplan.i18n import Day, Listing, Message, Name, Num, Phrase, Span, msg, plain

YEAR = 2030
AS_OF = date(2026, 11, 21)

TOWNS: tuple[tuple[str, Name, str, float, float, float | Withheld | None], ...] = (
    ("skelleftea", Name({"": "Skellefteå", "fi": "Skellefteå"}), "SE", 64.751, 20.953, 640.0),
    ("umea", Name({"": "Umeå", "fi": "Uumaja"}), "SE", 63.828, 20.260, 210.0),
    ("robertsfors", Name({"": "Robertsfors"}), "SE", 64.193, 20.848, WITHHELD),
    ("lycksele", Name({"": "Lycksele"}), "SE", 64.595, 18.674, 14.0),
    ("storuman", Name({"": "Storuman"}), "SE", 65.096, 17.117, WITHHELD),
    ("lulea", Name({"": "Luleå", "fi": "Luulaja"}), "SE", 65.584, 22.155, 330.0),
    ("boden", Name({"": "Boden"}), "SE", 65.825, 21.689, 480.0),
    ("pitea", Name({"": "Piteå"}), "SE", 65.317, 21.479, 44.0),
    ("kalix", Name({"": "Kalix"}), "SE", 65.853, 23.156, 21.0),
    ("haparanda", Name({"": "Haparanda", "fi": "Haaparanta"}), "SE", 65.835, 24.137, 12.0),
    ("kiruna", Name({"": "Kiruna", "fi": "Kiiruna"}), "SE", 67.856, 20.225, 35.0),
    ("ornskoldsvik", Name({"": "Örnsköldsvik"}), "SE", 63.291, 18.715, 60.0),
    ("timra", Name({"": "Timrå"}), "SE", 62.487, 17.326, 18.0),
    ("sundsvall", Name({"": "Sundsvall"}), "SE", 62.391, 17.306, 25.0),
    (
        "vaasa",
        Name({"fi": "Vaasa", "sv": "Vasa", "nb": "Vasa", "en": "Vaasa"}),
        "FI",
        63.096,
        21.616,
        290.0,
    ),
    (
        "korsholm",
        Name({"fi": "Mustasaari", "sv": "Korsholm", "nb": "Korsholm", "en": "Korsholm"}),
        "FI",
        63.114,
        21.682,
        80.0,
    ),
    ("seinajoki", Name({"": "Seinäjoki"}), "FI", 62.794, 22.828, 30.0),
    (
        "jakobstad",
        Name({"fi": "Pietarsaari", "sv": "Jakobstad", "nb": "Jakobstad", "en": "Jakobstad"}),
        "FI",
        63.675,
        22.703,
        25.0,
    ),
    (
        "kokkola",
        Name({"fi": "Kokkola", "sv": "Karleby", "nb": "Karleby", "en": "Kokkola"}),
        "FI",
        63.838,
        23.131,
        180.0,
    ),
    (
        "oulu",
        Name({"fi": "Oulu", "sv": "Uleåborg", "nb": "Uleåborg", "en": "Oulu"}),
        "FI",
        65.012,
        25.468,
        70.0,
    ),
    (
        "raahe",
        Name({"fi": "Raahe", "sv": "Brahestad", "nb": "Brahestad", "en": "Raahe"}),
        "FI",
        64.683,
        24.483,
        20.0,
    ),
    ("kemi", Name({"": "Kemi"}), "FI", 65.736, 24.564, 16.0),
    (
        "tornio",
        Name({"fi": "Tornio", "sv": "Torneå", "nb": "Torneå", "en": "Tornio"}),
        "FI",
        65.848,
        24.147,
        28.0,
    ),
    ("rana", Name({"": "Mo i Rana"}), "NO", 66.313, 14.143, 90.0),
    ("vefsn", Name({"": "Mosjøen"}), "NO", 65.836, 13.191, None),
    ("narvik", Name({"": "Narvik"}), "NO", 68.438, 17.427, None),
)
PLANTS: tuple[tuple[str, str, str, Phase], ...] = (
    ("Ett", "skelleftea", "cell", "building"),
    ("Revolt", "skelleftea", "recycling", "halted"),
    ("Upstream", "skelleftea", "precursor_cathode", "ended"),
    ("EdgeConneX", "skelleftea", "data_centre", "planned"),
    ("Dongjin", "skelleftea", "supplier", "unknown"),
    ("Stegra", "boden", "steel", "building"),
    ("Talga", "lulea", "anode", "planned"),
    ("SSAB", "lulea", "steel", "running"),
    ("ReeMAP", "lulea", "rare_earths", "planned"),
    ("Umicore", "kokkola", "refining", "running"),
    ("Keliber", "kokkola", "mining_refining", "building"),
    ("Epsilon", "vaasa", "anode", "unknown"),
    ("Freyr Vaasa", "vaasa", "cell", "ended"),
    ("Shanshan", "korsholm", "anode", "unknown"),
    ("Giga Arctic", "rana", "cell", "ended"),
    ("PTL", "timra", "anode", "ended"),
)
NAMES = {town: name for town, name, *_ in TOWNS}


def _span(central: float, unit: str | None = None) -> Span:
    return Span(round(central * 0.4), round(central), round(central * 1.9), unit=unit)


def _table(rows: int = 6) -> Table:
    persons = msg("unit.persons")
    body: list[tuple[Cell, ...]] = [
        (name, _span(100.0 + 10 * i), float(i) if i % 3 else None, Day(AS_OF), "made_a;made_b")
        for i, (_, name, *_) in enumerate(TOWNS[:rows])
    ]
    body.append((plain("Robertsfors"), WITHHELD, 1234.5, None, ""))
    columns = (
        Column("place", msg("column.place")),
        Column("need", msg("column.need"), "span", persons),
        Column("seats", msg("column.seats"), "number", msg("unit.places")),
        Column("date", msg("column.date"), "date"),
        Column("sources", msg("column.sources"), "sources"),
    )
    return Table(columns, tuple(body), short=4)


def _assumptions() -> tuple[Assumption, ...]:
    words = Name({"en": "Staff who leave in a year", "sv": "Personal som slutar på ett år"})
    return (
        Assumption("turnover", words, 0.06, 0.15, 0.3, "share per year", "assumption", "low", ()),
        Assumption("limit", plain("km"), None, 75.0, None, "km", "official", "", ("made_a",)),
    )


def figure(
    figure_id: str,
    key: str,
    chart: object,
    values: dict[str, Phrase],
    *,
    choice: Phrase | None = None,
) -> Figure:
    """Return a figure around a chart, with words of the catalogue."""
    return Figure(
        figure_id=figure_id,
        title=Message(f"figure.{key}", values),
        reading=Message(f"figure.{key}.reading", values),
        alt=Message(f"figure.{key}.alt", values),
        chart=chart,  # type: ignore[arg-type]
        table=_table(),
        kind="model",
        known_from=date(2026, 3, 21),
        sources=("made_a", "made_b"),
        assumptions=_assumptions(),
        notes=(msg("note.withheld"),),
        choice=choice,
    )


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


def situation() -> Situation:
    """Return a made-up situation with every kind of picture."""
    made = charts()
    year = str(YEAR)
    places = Listing((NAMES["skelleftea"], NAMES["boden"], NAMES["vaasa"]))
    need, filled = _span(5200, "unit.persons"), _span(4500, "unit.persons")
    sections = (
        Section(
            "belt",
            ("Q1", "Q4", "Q5"),
            msg("section.belt"),
            msg("section.belt.question"),
            (
                msg("section.belt.lead", plants=Num(38), running=Num(9)),
                msg("section.belt.futures", count=Num(10_000)),
            ),
            (
                figure(
                    "belt_need",
                    "belt_need",
                    made["lines"],
                    {"year": year, "need": need, "filled": filled},
                ),
            ),
        ),
        Section(
            "map",
            ("Q1", "Q8"),
            msg("section.map"),
            msg("section.map.question"),
            (msg("section.map.lead", total=Num(23), running=Num(2), places=places, year=year),),
            (
                figure(
                    "map",
                    "map",
                    made["map"],
                    {"year": year, "places": places, "total": Num(16), "running": Num(2)},
                ),
            ),
        ),
        Section(
            "staff",
            ("Q1",),
            msg("section.staff"),
            msg("section.staff.question"),
            (
                msg(
                    "section.staff.lead",
                    year=year,
                    need=need,
                    open=_span(1480, "unit.posts"),
                    places=places,
                ),
            ),
            (
                figure(
                    "staff_ways",
                    "staff_ways",
                    made["stacks"],
                    {
                        "year": year,
                        "total": Num(900, unit="unit.persons"),
                        "open": Num(1480, unit="unit.posts"),
                        "way": msg("way.recruits"),
                        "share": Num(0.37, style="percent"),
                    },
                ),
                figure(
                    "staff_places",
                    "staff_places",
                    made["grid"],
                    {"places": places, "count": Num(21)},
                ),
                figure(
                    "staff_what_if",
                    "staff_what_if",
                    made["dots"],
                    {
                        "plant": plain("Stegra, Boden"),
                        "year": year,
                        "more": Num(870, unit="unit.persons"),
                    },
                ),
                *(
                    figure(
                        f"place_{town}",
                        "place",
                        made["lines"],
                        {"place": NAMES[town], "year": year, "need": need, "open": _span(640)},
                        choice=NAMES[town],
                    )
                    for town in ("skelleftea", "boden", "vaasa")
                ),
            ),
        ),
        Section(
            "power",
            ("Q5",),
            msg("section.power"),
            msg("section.power.question"),
            (msg("section.power.lead", holds=Num(3), waits=Num(7), lost=Num(2)),),
            (
                figure(
                    "power_queue",
                    "power_queue",
                    made["queue"],
                    {"holds": Num(3), "waits": Num(7), "lost": Num(2), "year": year},
                ),
            ),
        ),
        Section(
            "freight",
            ("Q6",),
            msg("section.freight"),
            msg("section.freight.question"),
            (),
            (
                figure(
                    "freight",
                    "freight",
                    made["flows"],
                    {
                        "year": year,
                        "largest": plain("Haparandabanan"),
                        "load": Num(310, unit="unit.kilotonnes"),
                        "tight": plain("E4"),
                        "unknown": Num(1),
                        "total": Num(3),
                    },
                ),
            ),
        ),
        Section(
            "plants",
            ("Q1", "Q8"),
            msg("section.plants"),
            msg("section.plants.question"),
            (),
            (
                figure(
                    "plants_near",
                    "plants_near",
                    made["timeline"],
                    {
                        "count": Num(3),
                        "plant": plain("Ett"),
                        "share": Num(0.58, style="percent"),
                        "year": year,
                    },
                ),
            ),
        ),
    )
    sources = {
        "made_a": SourceLine(
            "made_a",
            "A made-up report & more",
            "An authority",
            "https://example.org/a?x=1&y=2",
            True,
            "2026-03-21",
            "official",
            "good",
        ),
        "made_b": SourceLine(
            "made_b",
            "",
            "A newspaper",
            "example.org",
            False,
            "2025",
            "press",
            "weak",
            "partly read",
        ),
    }
    headlines = (
        Headline(
            "vacancies",
            msg("headline.vacancies", year=year),
            _span(1480, "unit.posts"),
            msg("headline.vacancies.meaning", need=need, places=places),
            "staff",
            "short",
        ),
        Headline(
            "double",
            msg("headline.double", year=year),
            _span(2310, "unit.persons"),
            msg("headline.double.meaning", counted=Num(9800, unit="unit.persons")),
            "staff",
            "accent",
        ),
        Headline(
            "homes_short",
            msg("headline.homes_short", year=year),
            _span(760, "unit.homes"),
            msg("headline.homes_short.meaning", places=places),
            "staff",
            "short",
        ),
        Headline(
            "homes_empty",
            msg("headline.homes_empty", year=year),
            _span(330, "unit.homes"),
            msg("headline.homes_empty.meaning", places=places),
            "staff",
            "empty",
        ),
        Headline(
            "megawatts",
            msg("headline.megawatts"),
            _span(1870, "unit.mw"),
            msg(
                "headline.megawatts.meaning",
                year=year,
                later=_span(600, "unit.mw"),
                free=_span(900, "unit.mw"),
            ),
            "power",
            "need",
        ),
    )
    return Situation(
        region="made-up-belt",
        title=Name(
            {
                "en": "Nordic Battery Belt",
                "sv": "Nordiska batteribältet",
                "fi": "Pohjoismainen akkuvyöhyke",
                "nb": "Det nordiske batteribeltet",
            }
        ),
        as_of=AS_OF,
        futures=10_000,
        seed=1,
        year=YEAR,
        version="0.0.0",
        headlines=headlines,
        sections=sections,
        sources=sources,
        newest_fact=date(2026, 3, 21),
        grey_share=0.41,
    )
