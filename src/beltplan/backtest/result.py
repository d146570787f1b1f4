"""What a back-test returns: rows, what was skipped and why, scores."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from beltplan.backtest.reasons import NOTES
from beltplan.backtest.row import Row, Skipped
from beltplan.backtest.written import Written, cell

if TYPE_CHECKING:
    from beltplan.backtest.scores import Share

__all__ = ["RULES", "Backtest", "Scores", "Skill", "Variant"]

RULES: tuple[str, ...] = ("published", "nothing", "plan")
"""What our forecast is compared with: see `Row`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Our loss against one rule, over the cases where the rule says something.

    Attributes
    ----------
    rule
        ``published``, ``nothing`` or ``plan``.
    n
        Cases compared.
    ours, theirs
        Mean losses (see `Row.loss`).
    skill
        ``1 - ours/theirs``; not a number where the rule makes no error.
    low, high
        Smallest and largest skill when any one case is left out.
    better
        Cases in which our loss is the smaller one.
    """

    rule: str
    n: int
    ours: float
    theirs: float
    skill: float
    low: float
    high: float
    better: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores over all rows.

    Attributes
    ----------
    n
        Rows.
    coverage
        Share of outcomes inside our 80 % interval, with its exact 95 % interval.
    expected
        Share that should be inside if our samples were right: the mean of `Row.inside`.
    loss, loss_fine, crps
        Means of the rows' normalised losses.
    skills
        One per rule of `RULES`.
    above, below, inside
        Rows whose median lies above, below and inside the outcome.
    """

    n: int
    coverage: Share
    expected: float
    loss: float
    loss_fine: float
    crps: float
    skills: tuple[Skill, ...]
    above: int
    below: int
    inside: int

    def skill(self, rule: str) -> Skill:
        """Return the comparison with one rule.

        Raises
        ------
        KeyError
            If the rule is none of `RULES`.
        """
        for entry in self.skills:
            if entry.rule == rule:
                return entry
        msg = f"{rule!r} is no rule; choose one of {', '.join(RULES)}"
        raise KeyError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The same table under other assumptions.

    Attributes
    ----------
    name, description
        What was changed.
    rows
        Rows under the change, in the order of the main table.
    scores
        Their scores.
    """

    name: str
    description: str
    rows: tuple[Row, ...]
    scores: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest(Written):
    """A back-test of a region: every published forecast is in ``rows`` or ``skipped``.

    Attributes
    ----------
    region
        Name of the data package.
    n, seed
        Futures per case and their seed.
    rows, skipped
        Cases scored, and cases that could not be, in the order of the facts.
    scores
        Scores over the rows; None without rows.
    variants
        The same under other assumptions, where asked for.
    early_assumptions
        Parameters dated earlier than the newest publication they rest on, see
        `beltplan.backtest.honesty.early_assumptions`.
    seconds
        Time taken.
    """

    region: str
    n: int
    seed: int
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    scores: Scores | None
    variants: tuple[Variant, ...] = ()
    early_assumptions: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def notes(self) -> dict[str, str]:
        """The notes that any row carries: code and text."""
        used = {code for row in self.rows for code in row.notes}
        return {code: text for code, text in NOTES.items() if code in used}

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values (dates as ISO text, no bias left out)."""
        plain = Written.to_dict(self)
        for target, row in zip(plain["rows"], self.rows, strict=True):
            target["bias"] = row.bias
        for target, skipped in zip(plain["skipped"], self.skipped, strict=True):
            target["reason"] = skipped.reason
        plain["notes"] = self.notes
        return plain

    def to_csv(self) -> str:
        """Return one line per case, scored or skipped, for a spreadsheet."""
        names = [field.name for field in fields(Row)]
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow([*names, "skipped", "detail"])
        for row in self.rows:
            writer.writerow([*(cell(getattr(row, name)) for name in names), "", ""])
        for case in self.skipped:
            known = [cell(getattr(case, name, None)) for name in names]
            writer.writerow([*known, case.code, case.detail])
        return buffer.getvalue()
