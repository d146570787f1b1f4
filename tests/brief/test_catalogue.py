"""The catalogue: whole in four languages, and nothing in it that nobody says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import beltplan
from beltplan.i18n import (
    LANGS,
    Day,
    Listing,
    MissingMessageError,
    Name,
    Num,
    Quarter,
    Span,
    Voice,
    catalogue,
    msg,
    placeholders,
    speak,
)

SOURCE = Path(beltplan.__file__).parent
LITERAL = re.compile(r"""["']([a-z0-9_]+(?:\.[a-zA-Z0-9_]+)*\.?)(?:["'{])""")


def _said() -> tuple[set[str], tuple[str, ...]]:
    """Return keys written out in the package, and the beginnings of those made at run time."""
    whole: set[str] = set()
    begun: set[str] = set()
    for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.j2"), *SOURCE.rglob("*.typ")]:
        for found in LITERAL.findall(path.read_text(encoding="utf-8")):
            (begun if found.endswith(".") else whole).add(found)
        for start in re.findall(r"""f"([a-z0-9_.]+\.)\{""", path.read_text(encoding="utf-8")):
            begun.add(start)
    return whole, tuple(begun)


def test_every_message_is_there_in_every_language() -> None:
    empty = [(key, lang) for key, texts in catalogue().items() for lang in LANGS if not texts[lang]]
    assert empty == []


def test_a_message_has_the_same_place_holders_in_every_language() -> None:
    differing = [
        key
        for key, texts in catalogue().items()
        if len({placeholders(texts[lang]) for lang in LANGS}) != 1
    ]
    assert differing == []


def test_no_message_is_unused() -> None:
    whole, begun = _said()
    unused = [
        key
        for key in catalogue()
        if key not in whole
        and not key.startswith(begun)
        and not (key.endswith(".one") and key.removesuffix(".one") in whole)
    ]
    assert unused == []


def test_no_message_is_missing() -> None:
    wanted = set()
    for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.j2")]:
        text = path.read_text(encoding="utf-8")
        wanted |= set(re.findall(r"""(?:\bmsg|\.text)\(\s*"([a-z0-9_.]+)"(?!\s*~)""", text))
    assert sorted(key for key in wanted if key not in catalogue()) == []


def test_keys_stand_once() -> None:
    lines = (SOURCE / "i18n" / "catalogue.csv").read_text(encoding="utf-8").splitlines()
    keys = [line.split(",", 1)[0] for line in lines[1:]]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_finnish_and_norwegian_are_not_copies_of_english() -> None:
    same = [
        key
        for key, texts in catalogue().items()
        for lang in ("sv", "fi", "nb")
        if len(texts["en"]) > 30 and texts[lang] == texts["en"]
    ]
    assert same == []


@pytest.mark.parametrize(
    ("lang", "number", "percent", "day", "quarter"),
    [
        ("en", "1,234.5", "12%", "21 Mar 2026", "Q4 2026"),
        ("sv", "1 234,5", "12 %", "21 mars 2026", "kv 4 2026"),
        ("fi", "1 234,5", "12 %", "21.3.2026", "4. nelj. 2026"),
        ("nb", "1 234,5", "12 %", "21. mars 2026", "4. kv. 2026"),
    ],
)
def test_numbers_and_days(lang: str, number: str, percent: str, day: str, quarter: str) -> None:
    voice = Voice(lang)  # type: ignore[arg-type]

    def plainly(text: str) -> str:
        return text.replace("\u00a0", " ")

    assert plainly(voice.say(Num(1234.5, 1))) == number
    assert plainly(voice.say(Num(0.12, style="percent"))) == percent
    assert plainly(voice.say(Day(date(2026, 3, 21)))) == day
    assert plainly(voice.say(Quarter(4 * 2026 + 3))) == quarter


def test_months_and_years() -> None:
    assert (
        speak("fi").say(Day(date(2026, 3, 1), "month")).replace("\u00a0", " ") == "maaliskuu 2026"
    )
    assert speak("sv").say(Day(date(2026, 3, 1), "year")) == "2026"


def test_plural_follows_the_language() -> None:
    one, two = Num(1), Num(2)
    assert speak("sv").text("ui.table", count=one) == "Tabell (1 rad)"
    assert speak("fi").text("ui.table", count=two) == "Taulukko (2 riviä)"


def test_lists_and_intervals() -> None:
    names = Listing((Name({"": "Boden"}), Name({"fi": "Vaasa", "sv": "Vasa"}), "Kemi"))
    assert speak("sv").say(names) == "Boden, Vasa och Kemi"
    assert speak("fi").say(Span(1, 2, 3000)).replace("\u00a0", " ") == "2 (1–3 000)"
    assert speak("sv").say(Span(-32, -17, -3)).replace("\u00a0", " ") == "-17 (-32 – -3)"


def test_a_missing_message_says_which() -> None:
    with pytest.raises(MissingMessageError, match=r"no message 'nothing\.here'"):
        speak("en").text("nothing.here")
    with pytest.raises(MissingMessageError, match="needs the values region"):
        speak("en").text("ui.title")
    with pytest.raises(MissingMessageError, match="there are en, sv, fi, nb"):
        Voice("de")  # type: ignore[arg-type]


@given(st.floats(-1e9, 1e9, allow_nan=False), st.integers(0, 3))
def test_a_number_reads_back(value: float, digits: int) -> None:
    text = speak("sv").number(value, digits=digits)
    back = float(text.replace("\u00a0", "").replace(",", ".").replace("\u2212", "-"))
    assert abs(back - value) <= 0.5 * 10**-digits * 1.001 + abs(value) * 1e-12


def test_messages_nest() -> None:
    inner = msg("unit.homes")
    assert speak("en").text("column.if_runs", what=inner) == "homes: plant operates"
