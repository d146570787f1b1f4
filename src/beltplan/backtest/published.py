"""The back-test: every published forecast beside ours, the naive rules and the outcome."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from beltplan.backtest import scores as score
from beltplan.backtest.assumptions import VARIATIONS, Variation
from beltplan.backtest.baselines import Baselines, baselines
from beltplan.backtest.cases import Case, read
from beltplan.backtest.honesty import early_assumptions, refuse_later_rows
from beltplan.backtest.model import Draw, Model, NotSupportedError
from beltplan.backtest.paths import nearest_quarter_end
from beltplan.backtest.reasons import NOTES
from beltplan.backtest.result import Backtest, Variant
from beltplan.backtest.row import Row, Skipped
from beltplan.backtest.summary import summarise
from beltplan.facts import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from beltplan.facts import Region

__all__ = ["run", "score_case"]


def run(
    region: str | Path,
    *,
    n: int = 1_000,
    seed: int = 1,
    cases: Iterable[str] = (),
    sensitivity: bool = False,
    processes: int | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Backtest:
    """Test every published forecast of a region whose outcome is known.

    For each case the region is loaded as of the day of the forecast, the rates are
    estimated from what was known then, the futures sampled and the balance run.

    Parameters
    ----------
    region
        Name of a shipped region, or a folder.
    n, seed
        Futures per case and their seed.
    cases
        Only these cases; all if empty.
    sensitivity
        Whether to make the table again under each of `assumptions.VARIATIONS`.
    processes
        Threads; all cores if not given. Changes nothing but the time.
    progress
        Called as ``progress(done, total, label)`` after each day of forecasts.

    Returns
    -------
    Backtest
        Every forecast is in its ``rows`` or its ``skipped``.

    Raises
    ------
    UnknownRegionError
        If there is no such region.
    UnknownRowError
        If there is no such case.

    Examples
    --------
    >>> run("nordic-battery-belt", n=50, cases=["region_2035"]).skipped[0].code
    'backtest.no-outcome'
    """
    began = time.perf_counter()
    today = load(region)
    wanted = tuple(cases)
    order = [today.row("forecasts", name)["case_id"] for name in wanted] or today.table(
        "forecasts"
    )["case_id"].to_list()
    found, skipped = read(today)
    found = tuple(case for case in found if case.case_id in order)
    skipped = tuple(case for case in skipped if case.case_id in order)
    regions = {made: load(region, made, checked=False) for made in sorted({c.made for c in found})}
    for known in regions.values():
        refuse_later_rows(known)
    variations: tuple[Variation | None, ...] = (None, *(VARIATIONS if sensitivity else ()))
    total, done = len(regions) * len(variations), 0
    tables: list[tuple[tuple[Row, ...], tuple[Skipped, ...]]] = []
    for variation in variations:
        rows: list[Row] = []
        refused: list[Skipped] = []
        for made, known in regions.items():
            used = known if variation is None else variation.apply(known)
            here = [case for case in found if case.made == made]
            _test(here, used, rows, refused, n=n, seed=seed, processes=processes)
            done += 1
            if progress is not None:
                label = made.isoformat()
                progress(done, total, f"{label}, {variation.name}" if variation else label)
        rows.sort(key=lambda row: found_at(found, row.case_id))
        tables.append((tuple(rows), tuple(refused)))
    main, refused_cases = tables[0]
    missing = sorted([*skipped, *refused_cases], key=lambda case: order.index(case.case_id))
    return Backtest(
        region=today.name,
        n=n,
        seed=seed,
        rows=main,
        skipped=tuple(missing),
        scores=summarise(main),
        variants=tuple(
            Variant(name=each.name, description=each.description, rows=made_rows, scores=scored)
            for each, (made_rows, _) in zip(variations, tables, strict=True)
            if each is not None and (scored := summarise(made_rows)) is not None
        ),
        early_assumptions=early_assumptions(today),
        seconds=time.perf_counter() - began,
    )


def found_at(cases: Sequence[Case], case_id: str) -> int:
    """Return the position of a case."""
    return next(k for k, case in enumerate(cases) if case.case_id == case_id)


def _test(
    cases: Sequence[Case],
    region: Region,
    rows: list[Row],
    refused: list[Skipped],
    *,
    n: int,
    seed: int,
    processes: int | None,
) -> None:
    """Test the cases of one day."""
    watch = tuple(sorted({nearest_quarter_end(case.day) for case in cases}))
    model = Model(region, n=n, seed=seed, watch=watch, processes=processes)
    for case in cases:
        try:
            rules = baselines(case, region)
            if rules is None:
                detail = f"no population of {case.place} was public on {region.as_of}"
                raise NotSupportedError("backtest.no-population", detail)
            rows.append(score_case(case, rules, model.draw(case), n=n))
        except NotSupportedError as error:
            refused.append(
                Skipped(
                    case_id=case.case_id,
                    place=case.place,
                    metric=case.metric,
                    made=case.made,
                    code=error.code,
                    detail=error.detail,
                )
            )


def score_case(case: Case, rules: Baselines, draw: Draw, *, n: int) -> Row:
    """Set our forecast of a case beside the rules and the outcome, and score all of them.

    Losses are divided by the change that the published forecast promised up to the day of
    the outcome, so that being wrong by all of it costs 1 whatever the size of the case.
    """
    low, high = case.outcome_low, case.outcome_high
    p10, median, p90 = (float(q) for q in np.quantile(draw.samples, score.LEVELS))
    scale = abs(rules.published - rules.base) or abs(case.stated - rules.base) or 1.0
    notes = {*case.notes, *draw.notes}
    if rules.plan is None:
        notes.add("backtest.no-plan")
    elif rules.same:
        notes.add("backtest.plan-is-forecast")

    def loss(value: float) -> float:
        return score.point_loss(value, low, high) / scale

    return Row(
        case_id=case.case_id,
        place=case.place,
        place_id=case.place_id,
        project_id=case.project_id,
        metric=case.metric,
        unit=case.unit,
        made=case.made,
        target=case.target,
        day=case.day,
        basis=draw.basis,
        n=n,
        base=rules.base,
        p10=p10,
        median=median,
        p90=p90,
        mean=float(draw.samples.mean()),
        stated=case.stated,
        published=rules.published,
        nothing=rules.nothing,
        plan=rules.plan,
        plan_source=rules.plan_source,
        outcome_low=low,
        outcome=case.outcome,
        outcome_high=high,
        scale=scale,
        covered=p10 <= high and p90 >= low,
        inside=float(np.mean((draw.samples >= p10) & (draw.samples <= p90))),
        loss=score.sample_loss(draw.samples, low, high) / scale,
        loss_fine=score.sample_loss(draw.samples, low, high, levels=score.FINE_LEVELS) / scale,
        crps=score.crps(draw.samples, low, high) / scale,
        loss_published=loss(rules.published),
        loss_nothing=loss(rules.nothing),
        loss_plan=None if rules.plan is None else loss(rules.plan),
        notes=tuple(code for code in NOTES if code in notes),
        source_ids=case.source_ids,
        outcome_source_ids=case.outcome_source_ids,
    )
