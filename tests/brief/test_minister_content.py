"""What the two pages say, before any typesetting."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.brief import factory
from tests.brief.full_situation import full, sources

from beltplan.brief.charts import WITHHELD, Dots, Queue, QueueEntry
from beltplan.brief.minister.asks import asks
from beltplan.brief.minister.citations import Citations
from beltplan.brief.minister.content import content
from beltplan.brief.minister.density import Density, Fit, Search
from beltplan.brief.minister.letters import COVERED, clean, printable
from beltplan.brief.minister.pictures import Gallery, trimmed
from beltplan.brief.minister.tables import said
from beltplan.i18n import Num, Span, speak

SOME: Density = next(iter(Search()))


def test_sources_are_numbered_in_the_order_in_which_they_are_cited() -> None:
    citations = Citations(sources(), limit=30)
    assert citations.cite(["s4"]) == [1]
    assert citations.cite(["s8", "s4"]) == [1, 2]
    assert [line["n"] for line in citations.lines(speak("en"))] == [1, 2]


def test_what_does_not_fit_the_foot_is_counted() -> None:
    citations = Citations(sources(), limit=2)
    assert citations.cite(["s0", "s1", "s2"], most=3) == [1, 2]
    assert citations.cite(["s0", "s5"]) == [1]
    assert citations.more == 2
    assert citations.cite(["nobody knows it"]) == []
    assert citations.more == 2


def test_official_and_new_sources_come_first() -> None:
    citations = Citations(sources(), limit=1)
    citations.cite([f"s{n}" for n in range(20)], most=1)
    (line,) = citations.lines(speak("en"))
    assert "official" in line["text"]
    assert "2026-09" in line["text"] or "2026-08" in line["text"]


def test_a_source_has_its_kind_its_date_and_a_link_only_where_complete() -> None:
    citations = Citations(sources(), limit=9)
    citations.cite(["s1", "s2"])
    lines = {line["url"] != "": line for line in citations.lines(speak("sv"))}
    assert lines[True]["shown"] == "example.org/…"
    assert lines[False]["url"] == lines[False]["shown"] == ""
    assert "2026-02-11 (företag)" in lines[True]["text"]


def test_an_ask_stands_only_where_its_number_calls_for_it() -> None:
    situation = factory.situation()
    assert len(asks(situation)) == 5
    none = tuple(replace(item, value=Span(0, 0, 0)) for item in situation.headlines)
    assert [ask.key for ask in asks(replace(situation, headlines=none))] == ["minister.ask.again"]
    one = tuple(replace(item, value=Num(0 if item.headline_id == "double" else 1)) for item in none)
    assert "minister.ask.count" not in {ask.key for ask in asks(replace(situation, headlines=one))}


def test_numbers_are_those_of_the_situation() -> None:
    situation = full()
    data = content(situation, speak("sv"), SOME, Gallery(speak("sv")))
    for shown, headline in zip(data["numbers"], situation.headlines, strict=True):
        value = headline.value
        assert isinstance(value, Span)
        assert shown["value"] == speak("sv").number(value.central)
        assert speak("sv").number(value.low) in shown["range"]
        assert speak("sv").number(value.high) in shown["range"]


def test_newest_events_first_and_the_rest_counted() -> None:
    situation = full(events=20)
    data = content(situation, speak("en"), SOME, Gallery(speak("en")))["changes"]
    assert len(data["items"]) == SOME.first.changes
    assert data["more"].startswith(str(20 - SOME.first.changes))


def test_texts_that_are_not_translated_say_so() -> None:
    voice = speak("fi")
    data = content(full(events=2), voice, SOME, Gallery(voice))["changes"]
    assert [item["lang"] for item in data["items"]] == ["en", "en"]
    assert "englanti" in data["fallback"]
    assert content(full(), speak("en"), SOME, Gallery(speak("en")))["changes"]["fallback"] == ""


def test_plants_show_the_chances_of_their_own_lane() -> None:
    data = content(full(), speak("nb"), SOME, Gallery(speak("nb")))["plants"]
    assert data["heads"][-3:] == ["2027", "2030", "2035"]
    row = [cell["text"].replace("\u00a0", " ") for cell in data["rows"][2]]
    assert row[-3:] == ["2 %", "4 %", "6 %"]
    assert len({len(row) for row in data["rows"]}) == 1


def test_pictures_are_drawn_once_for_every_cut() -> None:
    gallery = Gallery(speak("en"))
    figure = factory.situation().figure("map")
    assert gallery.picture(figure, width=400, rows=8) is gallery.picture(figure, width=400, rows=5)


def test_the_queue_keeps_the_areas_with_the_most_megawatts() -> None:
    def entries(*megawatts: float) -> tuple[QueueEntry, ...]:
        return tuple(QueueEntry(str(mw), (mw, mw, mw), "waits") for mw in megawatts)

    queue = Queue((("small", None, entries(1, 2, 3)), ("large", None, entries(900, 5))), "MW")
    cut = trimmed(queue, rows=3)
    assert isinstance(cut, Queue)
    assert [area for area, _, _ in cut.areas] == ["large", "small"]
    assert sum(len(line) for _, _, line in cut.areas) == 3


def test_dots_keep_their_first_rows() -> None:
    dots = factory.charts()["dots"]
    assert isinstance(dots, Dots)
    cut = trimmed(dots, rows=2)
    assert isinstance(cut, Dots)
    assert cut.rows == dots.rows[:2]


@given(st.integers(0, 30), st.integers(0, 30), st.sampled_from([9.2, 8.8, 8.4]))
def test_the_search_finds_the_richest_pages_that_fit(first: int, second: int, size: float) -> None:
    search, tries = Search(), 0
    for density in search:
        tries += 1
        small = density.size <= size
        search.learn(
            density,
            Fit(
                second=2 if small and density.first.changes <= first else 3,
                last=(2 if small and density.first.changes <= first else 3)
                + (not (small and density.second.plants <= second)),
            ),
        )
    assert tries < 40
    if first < 5 or second < 5:
        assert search.best is None
    else:
        assert search.best is not None
        assert search.best.size == size
        assert search.best.first.changes == min(first, 14)
        assert search.best.second.plants == min(second, 12)


def test_a_cell_without_a_value_says_nothing() -> None:
    voice = speak("en")
    assert said(None, voice) == ""
    assert said(WITHHELD, voice) == "·"
    assert said(1234.0, voice) == "1,234"


@given(st.text())
def test_printable_texts_hold_only_letters_that_there_are(text: str) -> None:
    assert COVERED.issuperset(printable(text))


@given(st.text(alphabet="åäöøæÅÄÖØÆéüšž#$*_@<>\\[]{}~`'\"–—…·→≥½ "))
def test_letters_of_the_belt_stay(text: str) -> None:
    assert printable(text) == text


def test_clean_reaches_every_text() -> None:
    assert clean({"a": ["日", {"b": ("x\ny",)}], "n": 1.5}) == {
        "a": ["□", {"b": ["x y"]}],
        "n": 1.5,
    }
