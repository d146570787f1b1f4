"""The page: whole, small, the same every time; in a browser: reachable, readable, offline."""

from __future__ import annotations

import csv
import gzip
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tests.brief import factory

from beltplan.brief.page import render, write
from beltplan.brief.page.tables import csv_text
from beltplan.i18n import LANGS, speak

VOID = {"meta", "link", "br", "hr", "img", "input", "path", "rect", "circle", "use"}


@pytest.fixture(scope="module")
def html() -> str:
    return render(factory.situation())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.links: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name in ("href", "src"):
            if values.get(name) and tag != "use":
                self.links.append(str(values[name]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def test_the_page_is_well_formed(html: str) -> None:
    reader = _Reader()
    reader.feed(html)
    assert reader.faults == []
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    assert reader.headings[0] == 1
    assert all(b - a <= 1 for a, b in zip(reader.headings, reader.headings[1:], strict=False))
    inner = {link[1:] for link in reader.links if link.startswith("#")}
    assert inner <= set(reader.ids)
    loaded = [x for x in reader.links if not x.startswith(("#", "data:", "https://", "http://"))]
    assert loaded == []


def test_the_page_asks_nobody_for_anything(html: str) -> None:
    assert "@import" not in html
    assert not re.search(r"<(?:script|img|iframe|link)[^>]+(?:src|href)=[\"']?https?:", html)
    assert not re.search(r"url\((?!#)", html)


def test_the_page_is_small(html: str) -> None:
    assert len(gzip.compress(html.encode(), 9)) < 400_000


def test_the_page_is_the_same_every_time(html: str) -> None:
    assert render(factory.situation()) == html


def test_everything_is_said_in_four_languages(html: str) -> None:
    made = factory.situation()
    for lang in LANGS:
        voice = speak(lang)
        for section in made.sections:
            assert voice.say(section.title).replace("&", "&amp;") in html
        for figure in made.figures():
            assert figure.figure_id in html


def test_a_title_may_hold_anything() -> None:
    made = factory.situation()
    assert "A made-up report &amp; more" in render(made)
    assert "https://example.org/a?x=1&amp;y=2" in render(made)


def test_csv_has_bare_numbers_and_no_formulas() -> None:
    table = factory.situation().figure("belt_need").table
    rows = list(csv.DictReader(io.StringIO(csv_text(table))))
    assert rows[0]["need_p50"] == "100"
    assert rows[-1]["need_p50"] == "withheld"
    assert rows[-1]["seats"] == "1234.5"
    assert rows[0]["date"] == "2026-11-21"


def test_the_csv_link_holds_the_table(html: str) -> None:
    found = re.search(r'download=belt_need.csv href="data:text/csv;charset=utf-8,([^"]+)"', html)
    assert found is not None
    text = unquote(found.group(1)).replace("&#39;", "'").replace("&amp;", "&")
    assert text.removeprefix("\ufeff") == csv_text(factory.situation().figure("belt_need").table)


def test_write_leaves_one_whole_file(tmp_path: Path, html: str) -> None:
    write(factory.situation(), tmp_path / "out" / "situation.html")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["situation.html"]
    assert (tmp_path / "out" / "situation.html").read_text(encoding="utf-8") == html


def test_without_a_browser_feature_one_language_shows(html: str) -> None:
    """The rule that shows the language of <html lang> stands outside every :has() rule."""
    for lang in LANGS:
        assert f"}}:root[lang={lang}] :is(" in html
    assert '<html lang="en">' in html
    assert '<html lang="fi">' in render(factory.situation(), lang="fi")


# --- in a browser


@pytest.fixture(scope="module")
def file(html: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "situation.html"
    path.write_text(html, encoding="utf-8")
    return path.as_uri()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_fault(browser: Any, axe: str, file: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for lang in LANGS:
        page.goto(f"{file}#{lang}")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.lang") == lang
        page.evaluate(axe)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found = [(v["id"], v["nodes"][0]["html"][:160]) for v in result["violations"]]
        assert found == [], (lang, width)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, lang
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.browser
def test_each_language_shows_itself_only(browser: Any, file: str) -> None:
    page = browser.new_page()
    for lang in LANGS:
        page.goto(f"{file}#{lang}-homes")
        page.goto(f"{file}#{lang}")
        assert page.title() == speak(lang).text("ui.title", region=factory.situation().title)
        for other in LANGS:
            alone = "" if other == lang else f":not(.{lang})"
            of = f".{other}{alone}"
            bare = f"span[lang={other}]:not([class])"
            for what in (f"h2 {bare}", bare, f"a{of}", f".toc a{of}", of):
                shown = page.locator(f"{what}:visible").count()
                assert (shown > 0) == (other == lang), f"{what} while in {lang}"
    page.close()


@pytest.mark.browser
def test_without_javascript_the_page_is_whole(browser: Any, file: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file)
    made = factory.situation()
    text = page.inner_text("main")
    for section in made.sections:
        assert speak("en").say(section.title) in text
    page.goto(f"{file}#fi-power")
    text = page.inner_text("main")
    for section in made.sections:
        assert speak("fi").say(section.title) in text
        assert speak("en").say(section.title) not in text
    page.locator("details summary").first.click()
    assert page.locator("details[open]").count() == 1
    context.close()


@pytest.mark.browser
def test_every_control_is_reached_by_keyboard(browser: Any, file: str) -> None:
    page = browser.new_page()
    page.goto(f"{file}#sv")
    controls = page.evaluate(
        "[...document.querySelectorAll('a[href],summary,[tabindex=\"0\"]')]"
        ".filter(e => e.checkVisibility()).length"
    )
    reached = set()
    for _ in range(controls + 3):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "(() => { const e = document.activeElement; if (!e || e === document.body) return -1;"
            "return [...document.querySelectorAll('*')].indexOf(e) })()"
        )
        if seen >= 0:
            reached.add(seen)
    assert len(reached) == controls
    page.close()


@pytest.mark.browser
def test_csv_in_swedish_has_semicolons_and_decimal_commas(browser: Any, file: str) -> None:
    page = browser.new_page()
    page.goto(f"{file}#sv")
    with page.expect_download() as waiting:
        page.locator("a.csv:visible").first.click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("place;need_p10;")
    assert "1234,5" in text
    page.close()


@pytest.mark.browser
def test_labels_do_not_overlap_as_drawn(browser: Any, file: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for lang in LANGS:
        page.goto(f"{file}#{lang}")
        overlaps = page.evaluate(
            """() => { const found = [];
            for (const svg of document.querySelectorAll('.pic svg')) {
              if (!svg.checkVisibility()) continue;
              const shown = t => t.getClientRects().length;
              const texts = [...svg.querySelectorAll('text')].filter(shown);
              const boxes = texts.map(t => [t.getBBox(), t.textContent]);
              for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
                const [a, b] = [boxes[i][0], boxes[j][0]];
                const w = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
                const h = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
                if (w > 2 && h > 4) found.push([boxes[i][1], boxes[j][1]]);
              } } return found; }"""
        )
        assert overlaps == [], lang
    page.close()
