"""The situation as one HTML file that needs nothing else.

All four languages are in the file. The page's language is `<html lang>`; a
link such as ``#fi`` or ``#fi-homes`` changes it by style rules alone, and the
script of the page keeps `<html lang>` and the title in step.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from beltplan.brief.page.speech import say, say_block
from beltplan.brief.page.tables import csv_link, table_html
from beltplan.brief.saving import save
from beltplan.brief.svg import NARROW, WIDE, figure_in_all, shared, theme
from beltplan.i18n import LANGS, Day, Num, Span, msg, plain, speak

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.brief.model import Figure, Situation
    from beltplan.i18n import Lang

__all__ = ["render", "write"]

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_PLAIN = re.compile(r"""="([^"\s=<>`'/]+)"(?=[ >])""")
"""A value that HTML lets stand without quotes, and that no slash of an empty element follows."""


@cache
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("beltplan.brief.page", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    env.globals.update(
        Day=Day,
        Num=Num,
        LANGS=LANGS,
        block=say_block,
        csv_link=csv_link,
        is_span=lambda value: isinstance(value, Span),
        msg=msg,
        plain=plain,
        say=say,
        speak=speak,
        table=table_html,
    )
    return env


def _picture(figure: Figure) -> Markup:
    """Return a figure's picture for desk and phone."""
    if figure.chart is None:
        return Markup("")
    widths = {"slim": NARROW} if figure.choice is not None else {"wide": WIDE, "slim": NARROW}
    first = next(iter(widths.values()))
    drawn = "".join(
        f'<div class="{kind}">'
        f"{figure_in_all(figure, width=width, named=None if width == first else first)}</div>"
        for kind, width in widths.items()
    )
    return Markup(f'<div class="pic">{drawn}</div>')  # noqa: S704


def _asset(name: str) -> str:
    return resources.files("beltplan.brief.page").joinpath(name).read_text(encoding="utf-8")


def _tight(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()


def render(situation: Situation, *, lang: Lang = "en") -> str:
    """Return the page.

    Parameters
    ----------
    situation : Situation
        What it says.
    lang : {"en", "sv", "fi", "nb"}
        Language shown first, and the only one a reader sees who has neither
        JavaScript nor a browser that knows ``:has()``.
    """
    numbers = {name: place for place, name in enumerate(situation.sources, start=1)}
    style = "".join(
        (
            f":root{{color-scheme:light dark;{theme.variables(theme.LIGHT)}}}",
            "@media (prefers-color-scheme:dark){@media not print{",
            f":root{{{theme.variables(theme.DARK)}}}}}}}",
            theme.css("page"),
            _languages(),
            _tight(_asset("page.css")),
        )
    )
    page = (
        _environment()
        .get_template("page.html.j2")
        .render(
            s=situation,
            lang=lang,
            numbers=numbers,
            picture=_picture,
            shared=Markup(shared()),  # noqa: S704
            titles=Markup(_titles(situation)),  # noqa: S704
            style=Markup(style),  # noqa: S704
            script=Markup(_asset("page.js").strip()),  # noqa: S704
        )
    )
    head, main, rest = page.partition("<main>")
    body, end, tail = rest.partition("</main>")
    return f"{head}{main}{_unquoted(body)}{end}{tail}"


def _unquoted(html: str) -> str:
    """Return HTML whose attributes have no quotes where they need none.

    Examples
    --------
    >>> _unquoted('<td class="n"><a href="#s-1" title="a b">x="1"</a><path d="M0" class="ax"/>')
    '<td class=n><a href=#s-1 title="a b">x="1"</a><path d=M0 class="ax"/>'
    """
    return _TAG.sub(lambda tag: _PLAIN.sub(r"=\1", tag[0]), html)


def _titles(situation: Situation) -> str:
    titles = {lang: speak(lang).text("ui.title", region=situation.title) for lang in LANGS}
    return json.dumps(titles, ensure_ascii=False).replace("</", "<\\/")


def _chosen(lang: Lang) -> str:
    """Return the selector of a page whose address asks for a language, where no script runs.

    With a script `<html lang>` says it all; matching ``:has()`` in a document of this
    size for every element that is not shown would be slow.
    """
    return f":root:not(.js):has([id|={lang}]:target)"


def _languages() -> str:
    """Return the rules that show one language.

    What is in one language is a span with nothing but `lang`; other elements, and what is the
    same in two or three languages, have classes. That spares a third of a megabyte.
    """
    rules = []
    for lang in LANGS:
        others = ",".join(f".{other}" for other in LANGS if other != lang)
        shown = f":root[lang={lang}]"
        rules.append(f"{shown} :is({others}):not(.{lang}){{display:none}}")
        rules.append(f"{shown} span[lang]:not([class],[lang={lang}]){{display:none}}")
    for lang in LANGS:
        others = ",".join(f".{other}" for other in LANGS if other != lang)
        chosen = _chosen(lang)
        # Where a name is the same in two languages one element serves both.
        rules.append(f"{chosen} :is({others}):not(.{lang}){{display:none}}")
        rules.append(f"{chosen} .{lang}{{display:revert}}")
        rules.append(f"{chosen} span[lang]:not([class],[lang={lang}]){{display:none}}")
        rules.append(f"{chosen} span[lang={lang}]:not([class]){{display:revert}}")
    for lang in LANGS:
        mark = f".only[lang={lang}]::after"
        rules.append(f':root:not([lang={lang}]) {mark}{{content:"\u00a0({lang})"}}')
        rules.append(f":root:has([id|={lang}]:target) {mark}{{content:none}}")
    return "".join(rules)


def write(situation: Situation, path: Path, *, lang: Lang = "en") -> None:
    """Write the page to a file, whole or not at all."""
    save(path, render(situation, lang=lang).encode("utf-8"))
