"""The situation as HTML: a page in each language, each a file that needs nothing else.

``situation.html`` is the way in, in the language asked for; ``situation-fi.html`` and its
kin are the others. Plain links lead from one to another. A script takes the reader of the
way in to the language of an address such as ``situation.html#fi-homes``, the one chosen
before, or that of the browser, where that page lies beside.
"""

from __future__ import annotations

import json
import re
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from beltplan.brief.page.speech import say
from beltplan.brief.page.tables import csv_link, table_html
from beltplan.brief.saving import save
from beltplan.brief.svg import NARROW, WIDE, figure_svg, shared, theme
from beltplan.i18n import LANGS, Day, Num, Span, msg, plain, speak

if TYPE_CHECKING:
    from pathlib import Path

    from beltplan.brief.model import Figure, Situation
    from beltplan.i18n import Lang, Voice

__all__ = ["names", "render", "write"]

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
        csv_link=csv_link,
        is_span=lambda value: isinstance(value, Span),
        msg=msg,
        plain=plain,
        table=table_html,
    )
    return env


def _picture(figure: Figure, voice: Voice) -> Markup:
    """Return a figure's picture for desk and phone."""
    if figure.chart is None:
        return Markup("")
    widths = {"slim": NARROW} if figure.choice is not None else {"wide": WIDE, "slim": NARROW}
    drawn = "".join(
        f'<div class="{kind}">{figure_svg(figure, voice, width=width, prefix=f"{kind}-")}</div>'
        for kind, width in widths.items()
    )
    return Markup(f'<div class="pic">{drawn}</div>')  # noqa: S704


def _asset(name: str) -> str:
    return resources.files("beltplan.brief.page").joinpath(name).read_text(encoding="utf-8")


def _tight(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()


def names(lang: Lang = "en") -> dict[Lang, str]:
    """Return the file name of the page in each language; that of `lang` is the way in.

    Examples
    --------
    >>> names("sv")["sv"], names("sv")["fi"]
    ('situation.html', 'situation-fi.html')
    """
    return {
        other: "situation.html" if other == lang else f"situation-{other}.html" for other in LANGS
    }


def render(situation: Situation, *, lang: Lang = "en", first: Lang | None = None) -> str:
    """Return the page in a language.

    Parameters
    ----------
    situation : Situation
        What it says.
    lang : {"en", "sv", "fi", "nb"}
        Language of the page.
    first : {"en", "sv", "fi", "nb"}, optional
        Language of the way in; that of the page if not given.
    """
    voice = speak(lang)
    pages = names(lang if first is None else first)
    numbers = {name: place for place, name in enumerate(situation.sources, start=1)}
    style = "".join(
        (
            f":root{{color-scheme:light dark;{theme.variables(theme.LIGHT)}}}",
            "@media (prefers-color-scheme:dark){@media not print{",
            f":root{{{theme.variables(theme.DARK)}}}}}}}",
            theme.css("page"),
            _tight(_asset("page.css")),
        )
    )
    choosing = (
        _asset("first.js")
        .replace("PAGES", json.dumps(pages))
        .replace("ENTRY", json.dumps(first in {None, lang}))
    )
    page = (
        _environment()
        .get_template("page.html.j2")
        .render(
            s=situation,
            lang=lang,
            voice=voice,
            pages=pages,
            numbers=numbers,
            say=partial(say, voice=voice),
            picture=partial(_picture, voice=voice),
            shared=Markup(shared()),  # noqa: S704
            style=Markup(style),  # noqa: S704
            first=Markup(choosing.strip()),  # noqa: S704
            script=Markup(_asset("page.js").strip()),  # noqa: S704
        )
    )
    head, main, rest = page.partition("<main")
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


def write(situation: Situation, folder: Path, *, lang: Lang = "en") -> list[Path]:
    """Write the page in every language, each file whole or not at all.

    Parameters
    ----------
    situation : Situation
        What they say.
    folder : Path
        Where to; made if need be.
    lang : {"en", "sv", "fi", "nb"}
        Language of ``situation.html``, which the others stand beside.

    Returns
    -------
    The files, the way in first.
    """
    made = names(lang)
    order = sorted(made, key=lambda other: other != lang)
    for other in order:
        save(folder / made[other], render(situation, lang=other, first=lang).encode("utf-8"))
    return [folder / made[other] for other in order]
