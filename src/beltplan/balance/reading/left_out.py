"""What the account does not cover, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["LeftOut", "leave_out"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that the account does not cover, and why.

    Attributes
    ----------
    kind
        ``place``, ``project``, ``programme``, ``power`` or ``freight``.
    subject
        Its id.
    code
        Stable code of the reason.
    reason
        The reason, one English sentence.
    """

    kind: Literal["place", "project", "programme", "power", "freight"]
    subject: str
    code: str
    reason: str


_REASONS: Final = {
    "balance.unknown-population": "its population is not known on this day",
    "balance.linked": "it is a partner region, not part of the region's labour market",
    "balance.no-place": "it lies outside the places of the account",
    "balance.park": "its companies are projects of their own or ordinary employers",
    "balance.no-seats": "the number of seats is unknown",
    "balance.no-group": "the occupation group that its graduates enter is unclear",
    "balance.not-running": "it is not known to run",
    "balance.elsewhere": "it is taught outside the places of the account",
}


def leave_out(
    out: list[LeftOut],
    kind: Literal["place", "project", "programme", "power", "freight"],
    subject: str,
    code: str,
) -> None:
    """Note what is left out, with the reason that the code stands for."""
    out.append(LeftOut(kind, subject, code, _REASONS[code]))
