"""How a back-test looks in a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table as RichTable
from rich.text import Text

from beltplan.backtest.later import NEAR_YEARS
from beltplan.backtest.reasons import REASONS
from beltplan.backtest.stopping import STOPPED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from beltplan.backtest import Backtest, Counts, Rolling, Scores

__all__ = ["backtest_view", "counts_view", "rolling_view"]

_RULES = {
    "published": "the published forecasts",
    "nothing": '"nothing happens"',
    "plan": '"the plan happens"',
}
_CHANCES = {
    "model": "ours",
    "rate_then": "rate known then",
    "rate_hindsight": "rate in hindsight (nobody could know it)",
    "plan": "the plan happens (never)",
}


def backtest_view(result: Backtest) -> RenderableType:
    """Return the table of cases, the scores, what was skipped, and the notes."""
    parts: list[RenderableType] = [_cases(result)]
    if result.scores is not None:
        parts.append(_scores(result.scores, len({row.place for row in result.rows})))
    if result.variants:
        parts.append(_variants(result))
    if result.skipped:
        parts.append(_skipped(result))
    parts.append(Text("\n".join(_footnotes(result))))
    return Group(*parts)


def rolling_view(result: Rolling) -> RenderableType:
    """Return the scores by rule, the reliability table and what the points are."""
    ended = sum(point.happened for point in result.points)
    silent = sum(point.silent for point in result.points)
    head = Text(
        f"Does a project stop ({', '.join(STOPPED)}) within two years? {len(result.points)} "
        f"forecasts at year-ends, {result.projects} projects, {ended} stopped. Windows of one "
        "project overlap, so these are fewer pieces of evidence than they look.\n"
        f"{silent} forecasts are about projects without any later news: counted as not stopped."
    )
    scores = _new_table("rule", "Brier", "log score", "Brier saved by ours", "90 % interval")
    for entry in result.scores:
        scores.add_row(
            _CHANCES[entry.rule],
            f"{entry.brier:.3f}",
            f"{entry.log:.3f}",
            _share(entry.skill),
            "" if math.isnan(entry.low) else f"{entry.low:.0%} to {entry.high:.0%}",
        )
    bins = _new_table("chance stated", "forecasts", "mean stated", "stopped", "95 % interval")
    for line in result.reliability:
        happened = line.happened
        bins.add_row(
            f"{line.low:.0%} to {line.high:.0%}",
            str(happened.n),
            _share(line.stated),
            f"{happened.hits} = {happened.value:.0%}" if happened.n else "",
            f"{happened.low:.0%} to {happened.high:.0%}" if happened.n else "",
        )
    years = _new_table("year-end", "projects", "stops expected", "stopped", "quarters ahead")
    for made in sorted({point.made for point in result.points}):
        points = [point for point in result.points if point.made == made]
        years.add_row(
            str(made.year),
            str(len(points)),
            f"{sum(point.chance for point in points):.1f}",
            str(sum(point.happened for point in points)),
            str(points[0].quarters),
        )
    foot = Text(
        "A project that stopped had been given a higher chance than one that did not in "
        f"{result.discrimination:.0%} of pairs. {result.n:,} futures per year-end, seed "
        f"{result.seed}, {result.seconds:.1f} s."
    )
    return Group(head, scores, bins, years, foot)


def counts_view(result: Counts) -> RenderableType:
    """Return the scores of later counts by what was counted and how far ahead."""
    head = Text(
        "Every later count of population and of plant staff that is in the facts, forecast from "
        f"each year-end: {len(result.points)} forecasts. Nothing is selected; counts of one "
        "place overlap."
    )
    table = _new_table(
        "what",
        "years ahead",
        "forecasts",
        "places, plants",
        "inside 80 %",
        "expected",
        "below",
        "loss",
        "nothing",
        "skill",
        "skill against plan",
    )
    for entry in result.scores:
        cover = entry.coverage
        table.add_row(
            entry.metric,
            f"{'up to' if entry.reach == 'near' else 'over'} {NEAR_YEARS}",
            str(entry.n),
            str(entry.subjects),
            f"{cover.hits} = {cover.value:.0%}",
            f"{entry.expected:.0%}",
            str(entry.below),
            f"{entry.loss:.3f}",
            f"{entry.loss_nothing:.3f}",
            _signed(entry.skill_nothing),
            _signed(entry.skill_plan),
        )
    lines = ["Losses are shares of the last known population, or of the planned jobs."]
    lines += [f"Left out, {count}: {REASONS[code]}." for code, count in result.skipped.items()]
    lines.append(f"{result.n:,} futures per year-end, seed {result.seed}, {result.seconds:.1f} s.")
    return Group(head, table, Text("\n".join(lines)))


def _cases(result: Backtest) -> RichTable:
    table = _new_table(
        "case",
        "unit",
        "made",
        "outcome on",
        "ours 10 %",
        "50 %",
        "90 %",
        "published",
        "nothing",
        "plan",
        "outcome",
        "inside",
        "loss",
        "published",
        title=f"{len(result.rows)} published forecasts, {result.n:,} futures each",
    )
    for row in result.rows:
        outcome = _number(row.outcome)
        if row.outcome_low < row.outcome_high:
            outcome = f"{_number(row.outcome_low)} to {_number(row.outcome_high)}"
        table.add_row(
            row.case_id + "".join(f" {_mark(result, code)}" for code in row.notes),
            row.unit,
            row.made.isoformat(),
            row.day.isoformat(),
            _number(row.p10),
            _number(row.median),
            _number(row.p90),
            _number(row.published),
            _number(row.nothing),
            "" if row.plan is None else _number(row.plan),
            outcome,
            "yes" if row.covered else "NO",
            f"{row.loss:.2f}",
            f"{row.loss_published:.2f}",
        )
    return table


def _scores(scores: Scores, places: int) -> RenderableType:
    cover = scores.coverage
    lines = [
        f"Inside our 80 % interval: {cover.hits} of {cover.n} ({cover.value:.0%}); expected "
        f"{scores.expected:.0%}, because intervals from 0 to 0 hold nearly all futures. So few "
        f"cases allow anything from {cover.low:.0%} to {cover.high:.0%}, and more than that "
        f"because they speak of {places} places only.",
        f"Median above the outcome in {scores.above}, below in {scores.below}, inside its range "
        f"in {scores.inside}.",
        f"Mean loss {scores.loss:.2f} (levels .1 .5 .9), {scores.loss_fine:.2f} (.05 to .95), "
        f"ranked probability score {scores.crps:.2f}; 1 = wrong by all that was promised.",
    ]
    table = _new_table("against", "cases", "ours", "theirs", "skill", "one case out", "better in")
    for entry in scores.skills:
        table.add_row(
            _RULES[entry.rule],
            str(entry.n),
            f"{entry.ours:.2f}",
            f"{entry.theirs:.2f}",
            _signed(entry.skill),
            f"{_signed(entry.low)} to {_signed(entry.high)}",
            f"{entry.better} of {entry.n}",
        )
    return Group(Text("\n".join(lines)), table)


def _variants(result: Backtest) -> RichTable:
    table = _new_table(
        "other assumptions", "inside", "loss", *_RULES, title="Skill under other assumptions"
    )
    named: list[tuple[str, Scores]] = [(v.description, v.scores) for v in result.variants]
    if result.scores is not None:
        named.insert(0, ("As they are", result.scores))
    for name, scores in named:
        table.add_row(
            name,
            f"{scores.coverage.hits} of {scores.coverage.n}",
            f"{scores.loss:.2f}",
            *(_signed(scores.skill(rule).skill) for rule in _RULES),
        )
    return table


def _skipped(result: Backtest) -> RichTable:
    table = _new_table("not tested", "made", "why", "", title="Cases that cannot be tested")
    for case in result.skipped:
        table.add_row(case.case_id, case.made.isoformat(), case.reason, case.detail)
    for column in table.columns:
        column.justify = "left"
    return table


def _mark(result: Backtest, code: str) -> str:
    return chr(ord("a") + list(result.notes).index(code))


def _footnotes(result: Backtest) -> Iterable[str]:
    for code, text in result.notes.items():
        yield f"{_mark(result, code)}  {text}."
    if result.early_assumptions:
        names = ", ".join(result.early_assumptions)
        yield f"Dated earlier than the newest publication they rest on: {names}."
    yield (
        "Whoever chose the assumptions knew the outcomes: see --sensitivity. "
        f"Seed {result.seed}, {result.seconds:.1f} s."
    )


def _new_table(*columns: str, title: str | None = None) -> RichTable:
    table = RichTable(title=title, title_justify="left")
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    return table


def _number(value: float) -> str:
    return f"{round(value):,}"


def _share(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.0%}"


def _signed(value: float) -> str:
    return "" if math.isnan(value) else f"{value:+.2f}"
