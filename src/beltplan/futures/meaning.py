"""What each event status of the facts means for the model, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["MEANING", "Meaning", "reference_table"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """Meaning of one event status.

    Attributes
    ----------
    to
        State that the project takes, or empty when the state stays. What a move is
        counted as depends on where it starts; see `histories`.
    evidence
        Evidence that the event leaves behind, or empty: ``distress``, ``permit_refused``,
        ``grid_lost`` raise failures; ``ready`` raises the chance that building starts;
        ``sold`` raises the chance of a restart.
    clears
        Evidence that the event takes away.
    reason
        Why it is read this way.
    """

    to: str = ""
    evidence: str = ""
    clears: tuple[str, ...] = ()
    reason: str = ""


MEANING: Final[dict[str, Meaning]] = {
    "announced": Meaning(
        to="planned", reason="A project exists from its first announcement; later ones are news."
    ),
    "permit": Meaning(
        evidence="ready",
        clears=("permit_refused",),
        reason="A permit or a permit procedure moves a plan forward and heals a refusal.",
    ),
    "permit_refused": Meaning(
        evidence="permit_refused",
        reason="The plan is not over, but building is blocked and the owner may give up.",
    ),
    "financing": Meaning(
        evidence="ready",
        clears=("distress",),
        reason="Money decided is the last step before building, and ends a money crisis.",
    ),
    "grid_reserved": Meaning(
        evidence="ready", clears=("grid_lost",), reason="A place in the grid queue is held."
    ),
    "grid_lost": Meaning(
        evidence="grid_lost", reason="Without power the plan can wait, but rarely for long."
    ),
    "construction": Meaning(to="construction", reason="Ground is broken or building decided."),
    "ramp_up": Meaning(to="ramp_up", reason="The plant produces and is still growing."),
    "operating": Meaning(
        to="ramp_up",
        reason="A new plant's opening is the first day of its ramp; it counts as operating when "
        "the ramp has reached its level. A plant that stood before stays operating.",
    ),
    "reduced": Meaning(
        evidence="distress",
        reason="A plant at work keeps working at a lower level; staff cut before the opening, or "
        "after a stop, is a sign of distress only.",
    ),
    "paused": Meaning(to="paused", reason="Work has stopped and may resume."),
    "bankrupt": Meaning(to="bankrupt", reason="The estate may be sold and restarted, or not."),
    "sold": Meaning(
        evidence="sold",
        reason="A buyer for a stopped plant makes a restart more likely; a change of owner of a "
        "plant at work says nothing about its life.",
    ),
    "restarting": Meaning(
        to="restarting",
        clears=("distress", "sold"),
        reason="A stopped plant is manned again, with new money; the old trouble is behind it.",
    ),
    "cancelled": Meaning(to="ended", reason="The project is over for this place."),
    "repurposed": Meaning(
        to="ended", reason="The site has another use, so the project is over even if unsaid."
    ),
    "information": Meaning(
        evidence="distress_if_money",
        reason="No change of state. When its cause is money it is bad news (a funding gap, a "
        "write-down, a filing) and counts as distress; all else is a sign of life only, for "
        "news of a permit procedure may be good or bad.",
    ),
}
"""Meaning of every status that the `events` table allows."""


def reference_table() -> str:
    """Return the meanings as a Markdown table, for the documentation.

    Examples
    --------
    >>> reference_table().splitlines()[0]
    '| status | state | evidence | clears | why |'
    """
    lines = ["| status | state | evidence | clears | why |", "|---|---|---|---|---|"]
    for status, meaning in MEANING.items():
        clears = ", ".join(meaning.clears)
        cells = (status, meaning.to, meaning.evidence.replace("_", " "), clears, meaning.reason)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
