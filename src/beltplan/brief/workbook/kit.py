"""What every figure's sheet is written with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beltplan.brief.model import Situation
    from beltplan.brief.workbook.draw import Artist
    from beltplan.brief.workbook.numbers import Numbers
    from beltplan.brief.workbook.plan import Plan
    from beltplan.i18n import Voice

__all__ = ["Kit"]


@dataclass(frozen=True, slots=True)
class Kit:
    """The tools that the sheets share.

    Parameters
    ----------
    situation : Situation
        The situation; its sources are cited.
    plan : Plan
        Where links point.
    voice : Voice
        The language.
    artist : Artist
        Draws the charts.
    numbers : Numbers
        Keeps the charts' numbers that no table holds.
    """

    situation: Situation
    plan: Plan
    voice: Voice
    artist: Artist
    numbers: Numbers
