"""Made-up towns and plants."""

from __future__ import annotations

from datetime import date

from beltplan.brief.charts import WITHHELD, Phase, Withheld
from beltplan.i18n import Name

__all__ = ["AS_OF", "NAMES", "PLANTS", "TOWNS", "YEAR"]

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
