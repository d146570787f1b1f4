"""A made-up situation with every kind of picture."""

from __future__ import annotations

from datetime import date

from tests.brief.factory.charts import charts
from tests.brief.factory.figures import figure, span
from tests.brief.factory.region import AS_OF, NAMES, YEAR

from beltplan.brief.model import Headline, Section, Situation, SourceLine
from beltplan.i18n import Listing, Name, Num, msg, plain

__all__ = ["situation"]


def situation() -> Situation:
    """Return a made-up situation with every kind of picture."""
    made = charts()
    year = str(YEAR)
    places = Listing((NAMES["skelleftea"], NAMES["boden"], NAMES["vaasa"]))
    need, filled = span(5200, "unit.persons"), span(4500, "unit.persons")
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
                    open=span(1480, "unit.posts"),
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
                        {"place": NAMES[town], "year": year, "need": need, "open": span(640)},
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
            span(1480, "unit.posts"),
            msg("headline.vacancies.meaning", need=need, places=places),
            "staff",
            "short",
        ),
        Headline(
            "double",
            msg("headline.double", year=year),
            span(2310, "unit.persons"),
            msg("headline.double.meaning", counted=Num(9800, unit="unit.persons")),
            "staff",
            "accent",
        ),
        Headline(
            "homes_short",
            msg("headline.homes_short", year=year),
            span(760, "unit.homes"),
            msg("headline.homes_short.meaning", places=places),
            "staff",
            "short",
        ),
        Headline(
            "homes_empty",
            msg("headline.homes_empty", year=year),
            span(330, "unit.homes"),
            msg("headline.homes_empty.meaning", places=places),
            "staff",
            "empty",
        ),
        Headline(
            "megawatts",
            msg("headline.megawatts"),
            span(1870, "unit.mw"),
            msg(
                "headline.megawatts.meaning",
                year=year,
                later=span(600, "unit.mw"),
                free=span(900, "unit.mw"),
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
