"""What the two pages say: words in one language, numbers, pictures, numbered sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from beltplan.brief.minister.asks import asks
from beltplan.brief.minister.citations import Citations
from beltplan.brief.minister.tables import EMPTY, changes, find_figure, find_section, plants
from beltplan.brief.svg.theme import LIGHT
from beltplan.i18n import Day, Num, Span, msg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beltplan.brief.minister.density import Density
    from beltplan.brief.minister.pictures import Gallery
    from beltplan.brief.model import Figure, Headline, Situation
    from beltplan.i18n import Message, Voice

__all__ = ["content"]

_HALF: Final = 400.0
_THIRD: Final = 260.0
"""Widths of pictures, px: half and a third of the page, so that letters are as large in both."""

_COLOURS: Final = ("ink", "soft", "rule", "need")
_REFS_A_READING: Final = 3


def content(
    situation: Situation, voice: Voice, density: Density, gallery: Gallery
) -> dict[str, Any]:
    """Return the data of the template in one language.

    Parameters
    ----------
    situation : Situation
        The situation.
    voice : Voice
        The language.
    density : Density
        How much the pages hold.
    gallery : Gallery
        Draws the pictures.
    """
    return {**_frame(situation, voice), **_Pages(situation, voice, density, gallery).blocks()}


def _frame(situation: Situation, voice: Voice) -> dict[str, Any]:
    region = voice.say(situation.title)
    belt = find_section(situation, "belt")
    lead = () if belt is None else belt.lead
    return {
        "lang": voice.lang,
        "title": voice.text("minister.title", region=region),
        "author": f"Beltplan {situation.version}",
        "keywords": [region, voice.text("minister.keyword")],
        "kicker": voice.text("minister.kicker", region=region),
        "as_of": voice.text("minister.as_of", day=Day(situation.as_of)),
        "headline": voice.text("minister.headline", region=region, year=str(situation.year)),
        "lead": " ".join(voice.say(sentence) for sentence in lead),
        "numbers": [_number(headline, voice) for headline in situation.headlines],
        "foot": voice.text(
            "minister.foot",
            futures=Num(situation.futures),
            seed=str(situation.seed),
            version=situation.version,
        ),
        "colours": {name: LIGHT[name] for name in _COLOURS},
    }


def _number(headline: Headline, voice: Voice) -> dict[str, Any]:
    value = headline.value
    central = value.central if isinstance(value, Span) else value.value

    def said(number: float) -> str:
        return voice.number(number, digits=value.digits, style=value.style, sign=value.sign)

    spread = "" if headline.range is None else voice.say(headline.range)
    if isinstance(value, Span):
        spread = voice.text("minister.range", low=said(value.low), high=said(value.high))
    return {
        "value": said(central),
        "unit": voice.text(value.unit) if value.unit else "",
        "range": spread,
        "label": voice.say(headline.title),
        "colour": LIGHT[headline.tone],
    }


class _Pages:
    """Makes the blocks in the order of the pages, as that is the order of the sources' numbers."""

    def __init__(
        self, situation: Situation, voice: Voice, density: Density, gallery: Gallery
    ) -> None:
        self.situation = situation
        self.voice = voice
        self.density = density
        self.gallery = gallery
        self.citations = Citations(situation.sources, limit=density.second.sources)

    def blocks(self) -> dict[str, Any]:
        found = {
            "size": self.density.size,
            "map_height": self.density.first.map_height,
            "map": self.block("map", "map", width=_HALF),
            "changes": changes(
                self.situation, self.voice, self.citations, most=self.density.first.changes
            ),
            "staff": self.staff(),
            "thirds": [
                self.block("pool", "pool_places", width=_THIRD),
                self.block("homes", "homes_time", width=_THIRD),
                self.block("power", "power_queue", width=_THIRD),
            ],
            "plants": plants(
                self.situation, self.voice, self.citations, most=self.density.second.plants
            ),
            "asks": self.points("minister.asks", asks(self.situation)),
            "unknown": self.unknown(),
        }
        return found | {"sources": self.sources()}

    def block(self, section_id: str, figure_id: str, *, width: float) -> dict[str, Any]:
        """Return a section by one of its figures: what the figure says, and its picture."""
        section = find_section(self.situation, section_id)
        figure = self.figure(section_id, figure_id)
        if section is None or figure is None:
            return {**EMPTY, "picture": None}
        return {
            "title": self.voice.say(section.title),
            "reading": self.voice.say(figure.reading),
            "refs": self.citations.cite(figure.sources, most=_REFS_A_READING),
            "picture": self.gallery.picture(figure, width=width, rows=self.density.second.rows),
        }

    def staff(self) -> dict[str, Any]:
        """Return need and supply over time beside what is left open by place and year."""
        section = find_section(self.situation, "staff")
        if section is None:
            return {**EMPTY, "pictures": []}
        chosen = (self.figure("belt", "belt_need"), self.figure("staff", "staff_places"))
        figures = [figure for figure in chosen if figure is not None]
        cited = [source for figure in figures for source in figure.sources]
        drawn = [
            self.gallery.picture(figure, width=_HALF, rows=self.density.first.rows, columns=7)
            for figure in figures
        ]
        titles = [self.voice.say(figure.title) for figure in figures]
        return {
            "title": self.voice.say(section.title),
            "reading": " ".join(self.voice.say(sentence) for sentence in section.lead),
            "refs": self.citations.cite(cited, most=_REFS_A_READING),
            "pictures": [
                {"title": title, "picture": picture}
                for title, picture in zip(titles, drawn, strict=True)
            ],
        }

    def unknown(self) -> dict[str, Any]:
        """Return what is uncertain: how old the facts are, and what each figure of doubt says."""
        section = find_section(self.situation, "unknown")
        if section is None:
            return {**EMPTY, "items": []}
        share = Num(self.situation.grey_share, style="percent")
        sentences = [msg("minister.unknown.grey", share=share)]
        if self.situation.newest_fact is not None:
            newest = Day(self.situation.newest_fact)
            sentences.append(msg("minister.unknown.newest", day=newest))
        told = [figure for figure in section.figures if figure.figure_id != "unknown_grey"]
        return self.points("minister.unknown", [*sentences, *(f.reading for f in told)])

    def points(self, title: str, sentences: Iterable[Message]) -> dict[str, Any]:
        """Return sentences as the points of a list."""
        said = [self.voice.say(sentence) for sentence in sentences]
        items = [{"text": text, "refs": []} for text in said[: self.density.second.points]]
        return {**EMPTY, "title": self.voice.text(title), "items": items}

    def sources(self) -> dict[str, Any]:
        """Return the list at the foot; to be called last."""
        more = self.citations.more
        return {
            **EMPTY,
            "title": self.voice.text("minister.sources"),
            "items": self.citations.lines(self.voice),
            "more": self.voice.text("minister.sources.more", count=Num(more)) if more else "",
        }

    def figure(self, section_id: str, figure_id: str) -> Figure | None:
        """Return a section's figure; ``None`` where the situation has none of that id."""
        section = find_section(self.situation, section_id)
        return None if section is None else find_figure(section, figure_id)
