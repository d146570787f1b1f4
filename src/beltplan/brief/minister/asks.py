"""What decision-makers are asked: one sentence for each number that calls for one.

An ask stands only where its number is above zero; it names what to settle, not
how. The rules are on the documents page of the manual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beltplan.i18n import Message, Num, Span, msg

if TYPE_CHECKING:
    from beltplan.brief.model import Situation

__all__ = ["asks"]


def asks(situation: Situation) -> tuple[Message, ...]:
    """Return the asks of a situation, the largest stakes first."""
    values = {headline.headline_id: headline.value for headline in situation.headlines}
    year = str(situation.year)
    found: list[Message] = []
    if _above_zero(values.get("double")):
        found.append(msg("minister.ask.count", people=values["double"]))
    if _above_zero(values.get("vacancies")):
        found.append(msg("minister.ask.seats", posts=values["vacancies"], year=year))
    short, empty = values.get("homes_short"), values.get("homes_empty")
    if short is not None and empty is not None and (_above_zero(short) or _above_zero(empty)):
        found.append(msg("minister.ask.homes", short=short, empty=empty, year=year))
    if _above_zero(values.get("megawatts")):
        found.append(msg("minister.ask.queue", power=values["megawatts"]))
    return (*found, msg("minister.ask.again"))


def _above_zero(value: Span | Num | None) -> bool:
    if value is None:
        return False
    return (value.high if isinstance(value, Span) else value.value) > 0
