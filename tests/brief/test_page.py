"""The page: whole, small, the same every time; in a browser: reachable, readable, offline."""

from __future__ import annotations

import csv
import gzip
import io
import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from tests.brief import factory

from beltplan.brief.page import names, render, write
from beltplan.brief.page.speech import say
from beltplan.brief.page.tables import csv_text
from beltplan.i18n import LANGS, Name, speak

if TYPE_CHECKING:
    from beltplan.i18n import Lang

VOID = {"meta", "link", "br", "hr", "img", "input", "path", "rect", "circle", "use"}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {lang: render(factory.situation(), lang=lang, first="en") for lang in LANGS}


@pytest.fixture(scope="module")
def html(pages: dict[str, str]) -> str:
    return pages["en"]


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


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_is_well_formed(pages: dict[str, str], lang: Lang) -> None:
    reader = _Reader()
    reader.feed(pages[lang])
    assert reader.faults == []
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    assert reader.headings[0] == 1
    assert all(b - a <= 1 for a, b in zip(reader.headings, reader.headings[1:], strict=False))
    inner = {link[1:] for link in reader.links if link.startswith("#")}
    assert inner <= set(reader.ids)
    loaded = [x for x in reader.links if not x.startswith(("#", "data:", "https://", "http://"))]
    assert loaded == [f"{name}#{other}" for other, name in names("en").items()]


def test_the_page_asks_nobody_for_anything(pages: dict[str, str]) -> None:
    for html in pages.values():
        assert "@import" not in html
        assert not re.search(r"<(?:script|img|iframe|link)[^>]+(?:src|href)=[\"']?https?:", html)
        assert not re.search(r"url\((?!#)", html)


def test_the_page_is_small(pages: dict[str, str]) -> None:
    for html in pages.values():
        assert len(gzip.compress(html.encode(), 9)) < 60_000


def test_the_page_is_the_same_every_time(html: str) -> None:
    assert render(factory.situation()) == html


def test_each_page_speaks_its_own_language(pages: dict[str, str]) -> None:
    made = factory.situation()
    for lang, html in pages.items():
        assert f'<html lang="{lang}">' in html
        for figure in made.figures():
            assert figure.figure_id in html
        for section in made.sections:
            said = {escape(speak(other).say(section.title)): other for other in LANGS}
            own = escape(speak(lang).say(section.title))
            assert f">{own}</h2>" in html
            assert not any(f">{words}</h2>" in html for words in said if words != own)


def test_a_text_without_translation_is_marked() -> None:
    only = Name({"en": "rotary kiln"})
    assert say(only, speak("en")) == "rotary kiln"
    assert say(only, speak("fi")) == '<span class="only" lang="en">rotary kiln</span>'


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


def test_write_leaves_a_whole_file_in_each_language(tmp_path: Path, pages: dict[str, str]) -> None:
    made = write(factory.situation(), tmp_path / "out")
    assert made[0].name == "situation.html"
    assert set(made) == set((tmp_path / "out").iterdir())
    for lang, name in names().items():
        assert (tmp_path / "out" / name).read_text(encoding="utf-8") == pages[lang]


def test_any_language_may_be_the_way_in(tmp_path: Path) -> None:
    made = write(factory.situation(), tmp_path, lang="fi")
    assert '<html lang="fi">' in (tmp_path / "situation.html").read_text(encoding="utf-8")
    assert {path.name for path in made} == set(names("fi").values())
    assert not (tmp_path / "situation-fi.html").exists()


# --- in a browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page")
    write(factory.situation(), path)
    return path


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, str]:
    """Return the address of the page in each language."""
    return {lang: (folder / name).as_uri() for lang, name in names().items()}


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_fault(
    browser: Any, axe: str, files: dict[str, str], width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for lang in LANGS:
        page.goto(f"{files[lang]}#{lang}")
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


def _title(lang: Lang) -> str:
    return speak(lang).text("ui.title", region=factory.situation().title)


@pytest.mark.browser
def test_links_within_the_page_land_where_they_point(browser: Any, files: dict[str, str]) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(files["en"])
    found = page.evaluate(
        "[...document.querySelectorAll('.toc a')].map(a => a.getAttribute('href'))"
    )
    assert len(found) > 5
    for target in found[1:-1]:
        page.click(f".toc a[href='{target}']")
        at = page.evaluate(
            "id => document.getElementById(id).getBoundingClientRect().y", target[1:]
        )
        end = page.evaluate("document.documentElement.scrollHeight - scrollY - innerHeight")
        assert abs(at) < 40 or end < 2, target
        page.evaluate("scrollTo(0, 0)")
    context.close()


@pytest.mark.browser
def test_links_lead_from_language_to_language(browser: Any, files: dict[str, str]) -> None:
    page = browser.new_page()
    page.goto(f"{files['en']}#en-homes")
    for lang in (*LANGS[1:], "en"):
        page.click(f"a[hreflang={lang}]")
        page.wait_for_url(f"{files[lang]}#{lang}-homes")
        assert page.title() == _title(lang)
        assert page.locator("a[aria-current=page]").get_attribute("hreflang") == lang
    page.close()


@pytest.mark.browser
def test_the_way_in_takes_the_language_of_address_memory_or_browser(
    browser: Any, files: dict[str, str]
) -> None:
    context = browser.new_context(locale="nn-NO")
    page = context.new_page()
    page.goto(files["en"])
    page.wait_for_url(files["nb"])
    page.goto(f"{files['en']}#fi-power")
    page.wait_for_url(f"{files['fi']}#fi-power")
    page.click("a[hreflang=en]")
    page.wait_for_url(f"{files['en']}#en-power")
    page.goto("about:blank")
    page.goto(files["en"])  # English was chosen: it stays, although the browser is Norwegian
    page.wait_for_timeout(300)
    assert page.url == files["en"]
    context.close()


@pytest.mark.browser
def test_a_page_sent_alone_stays(browser: Any, files: dict[str, str], tmp_path: Path) -> None:
    alone = tmp_path / "situation.html"
    alone.write_text(render(factory.situation()), encoding="utf-8")
    context = browser.new_context(locale="sv-SE")
    page = context.new_page()
    page.goto(alone.as_uri())
    page.wait_for_timeout(300)
    assert page.url == alone.as_uri()
    assert page.title() == _title("en")
    context.close()


@pytest.mark.browser
def test_without_javascript_the_page_is_whole(browser: Any, files: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(files["en"])
    made = factory.situation()
    for lang in ("en", "fi"):
        page.click(f"a[hreflang={lang}]")
        assert page.url == f"{files[lang]}#{lang}"
        for section in made.sections:
            heading = page.locator("h2", has_text=speak(lang).say(section.title)).last
            heading.scroll_into_view_if_needed()
            assert heading.is_visible()
    page.locator("details summary").first.click()
    assert page.locator("details[open]").count() == 1
    context.close()


@pytest.mark.browser
def test_every_control_is_reached_by_keyboard(browser: Any, files: dict[str, str]) -> None:
    page = browser.new_page()
    page.goto(files["sv"])
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
def test_csv_in_swedish_has_semicolons_and_decimal_commas(
    browser: Any, files: dict[str, str]
) -> None:
    page = browser.new_page()
    page.goto(files["sv"])
    with page.expect_download() as waiting:
        page.locator("a.csv:visible").first.click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("place;need_p10;")
    assert "1234,5" in text
    page.close()


@pytest.mark.browser
def test_labels_do_not_overlap_as_drawn(browser: Any, files: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for lang in LANGS:
        page.goto(files[lang])
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
