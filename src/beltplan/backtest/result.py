"""What a back-test returns: rows, what was skipped and why, scores."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from beltplan.backtest.reasons import NOTES, REASONS

if TYPE_CHECKING:
    from datetime import date

    from beltplan.backtest.scores import Share

__all__ = ["RULES", "Backtest", "Row", "Scores", "Skill", "Skipped", "Variant", "finite"]

RULES: tuple[str, ...] = ("published", "nothing", "plan")
"""What our forecast is compared with: see `Row`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One published forecast beside ours, the naive rules and the outcome.

    All values are in ``unit`` and for the day of the outcome.

    Attributes
    ----------
    case_id, place, place_id, project_id
        Case and what it is about; ``place_id`` and ``project_id`` may be None.
    metric, unit
        What was forecast.
    made, target, day
        Day of the forecast (and last day whose facts we use), day for which it was
        made (None where undated), day of the outcome.
    basis
        Rooms that make our sample: ``balance`` (people and homes) or ``futures``
        (activity times jobs).
    n
        Sampled futures.
    base
        Last value known on the day of the forecast, from which paths start.
    p10, median, p90, mean
        Our sample on the day of the outcome.
    stated
        The published forecast as stated, for its own target day.
    published, nothing, plan
        Rules on the day of the outcome: the published forecast (interpolated where
        its target lies later), "nothing happens" (the last known value), "the plan
        happens" (straight to the plan announced by that day); ``plan`` is None where
        no plan was known.
    plan_source
        Where the plan comes from, in words; empty where there is none.
    outcome_low, outcome, outcome_high
        What happened; low and high are equal where it is one number.
    scale
        Change promised by the published forecast up to the day of the outcome, in
        absolute terms; losses are divided by it.
    covered
        Whether our 80 % interval meets the outcome.
    inside
        Share of our own sample inside our interval: 0.8, or more where many futures agree
        (a plant that almost surely stands still has an interval from 0 to 0).
    loss, loss_fine, crps
        Our loss at levels .1 .5 .9, at .05 to .95, and our ranked probability score,
        each divided by ``scale``.
    loss_published, loss_nothing, loss_plan
        Absolute errors of the rules divided by ``scale``.
    notes
        Codes from `beltplan.backtest.reasons.NOTES`, for what a reader must know.
    source_ids, outcome_source_ids
        Sources of the forecast and of the outcome.
    """

    case_id: str
    place: str
    place_id: str | None
    project_id: str | None
    metric: str
    unit: str
    made: date
    target: date | None
    day: date
    basis: str
    n: int
    base: float
    p10: float
    median: float
    p90: float
    mean: float
    stated: float
    published: float
    nothing: float
    plan: float | None
    plan_source: str
    outcome_low: float
    outcome: float
    outcome_high: float
    scale: float
    covered: bool
    inside: float
    loss: float
    loss_fine: float
    crps: float
    loss_published: float
    loss_nothing: float
    loss_plan: float | None
    notes: tuple[str, ...]
    source_ids: tuple[str, ...]
    outcome_source_ids: tuple[str, ...]

    @property
    def bias(self) -> int:
        """1 where our median is above the outcome, -1 below, 0 inside its range."""
        return (self.median > self.outcome_high) - (self.median < self.outcome_low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A case that the facts or the model cannot support.

    Attributes
    ----------
    case_id, place, metric, made
        The case.
    code
        Stable code, a key of `beltplan.backtest.reasons.REASONS`.
    detail
        What exactly is missing.
    """

    case_id: str
    place: str
    metric: str
    made: date
    code: str
    detail: str

    @property
    def reason(self) -> str:
        """The reason in words."""
        return REASONS[self.code]


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
class Backtest:
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
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str))
        for target, row in zip(plain["rows"], self.rows, strict=True):
            target["bias"] = row.bias
        for target, skipped in zip(plain["skipped"], self.skipped, strict=True):
            target["reason"] = skipped.reason
        plain["notes"] = self.notes
        return plain

    def to_json(self) -> str:
        """Return `to_dict` as text; what is not a number is null."""
        return json.dumps(finite(self.to_dict()), ensure_ascii=False, indent=2, allow_nan=False)

    def to_csv(self) -> str:
        """Return one line per case, scored or skipped, for a spreadsheet."""
        names = [field.name for field in fields(Row)]
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow([*names, "skipped", "detail"])
        for row in self.rows:
            writer.writerow([*(_cell(getattr(row, name)) for name in names), "", ""])
        for case in self.skipped:
            known = [_cell(getattr(case, name, None)) for name in names]
            writer.writerow([*known, case.code, case.detail])
        return buffer.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ";".join(str(part) for part in value)
    return f"{value:.6g}" if isinstance(value, float) else value


def finite(value: Any) -> Any:
    """Return plain values with None for what is not a finite number."""
    if isinstance(value, dict):
        return {key: finite(part) for key, part in value.items()}
    if isinstance(value, list):
        return [finite(part) for part in value]
    if isinstance(value, float) and not -1e300 < value < 1e300:
        return None
    return value
