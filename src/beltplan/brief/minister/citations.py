"""Numbered sources: a number for each source in the order in which it is first cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from beltplan.brief.addresses import is_address, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beltplan.brief.model import SourceLine
    from beltplan.i18n import Voice

__all__ = ["Citations"]

_TRUST: Final = ("official", "company", "estimate", "press", "assumption", "model")
_ROOM: Final = 44
"""Characters of an address that fit a line of the list."""


class Citations:
    """Gives out numbers; a list too long for the foot stays within `limit`.

    Parameters
    ----------
    sources : Mapping of source id to SourceLine
        The situation's sources.
    limit : int
        How many sources the foot has room for.
    """

    def __init__(self, sources: Mapping[str, SourceLine], *, limit: int) -> None:
        self._sources = sources
        self._limit = limit
        self._numbers: dict[str, int] = {}
        self._unlisted: set[str] = set()

    def cite(self, source_ids: Iterable[str], *, most: int = 2) -> list[int]:
        """Return the numbers of the `most` best and newest of some sources, in order.

        Sources beyond `most`, and those for which the foot has no room, are counted in `more`.
        """
        known = [name for name in dict.fromkeys(source_ids) if name in self._sources]
        known.sort(key=self._rank)
        numbers: list[int] = []
        for name in known:
            if len(numbers) < most and (name in self._numbers or len(self._numbers) < self._limit):
                numbers.append(self._numbers.setdefault(name, len(self._numbers) + 1))
            else:
                self._unlisted.add(name)
        return sorted(numbers)

    @property
    def more(self) -> int:
        """How many sources were cited but not listed."""
        return len(self._unlisted - self._numbers.keys())

    def lines(self, voice: Voice) -> list[dict[str, Any]]:
        """Return the list for the foot."""
        return [self._line(name, number, voice) for name, number in self._numbers.items()]

    def _rank(self, name: str) -> tuple[int, int, tuple[int, ...]]:
        source = self._sources[name]
        newest_first = tuple(-ord(char) for char in source.date)
        return (0 if name in self._numbers else 1, _TRUST.index(source.kind), newest_first)

    def _line(self, name: str, number: int, voice: Voice) -> dict[str, Any]:
        source = self._sources[name]
        about = ", ".join(part for part in (source.publisher, source.title, source.date) if part)
        kind = voice.text(f"kind.{source.kind}")
        linked = source.complete and is_address(source.url)
        return {
            "n": number,
            "text": f"{about} ({kind[:1].lower()}{kind[1:]}).",
            "url": source.url if linked else "",
            "shown": shown(source.url, _ROOM) if linked else "",
        }
