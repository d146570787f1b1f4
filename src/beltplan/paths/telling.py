"""From arcs to ways as people read them: dates, ranges, rules, what is not known."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from beltplan.coverage.ranges import Range
from beltplan.paths.way import Path, Step

if TYPE_CHECKING:
    import numpy as np

    from beltplan.coverage.entry import EntryRule
    from beltplan.paths.market import Market, Open
    from beltplan.paths.person import Person
    from beltplan.paths.positions import Position
    from beltplan.paths.scale import Scale

__all__ = ["ask", "marked", "path"]

_DEGREE = 6


def path(chain: list[int], market: Market, open_: Open, scale: Scale, person: Person) -> Path:
    """Return a way as people read it; `chain` holds positions in ``open_.arcs``."""
    arcs = open_.arcs
    home = market.travel.country[person.place]
    ends = [0, 0, 0]
    steps: list[Step] = []
    mask, level = scale.mask, person.level
    for arc in chain:
        at = int(open_.kept[arc])
        programme = market.listed[at]
        months = _range(open_.months[at])
        begin = 0
        for end in range(3):
            ready = max(ends[end], int(arcs.first[arc]))
            begun = ready + (int(arcs.phase[arc]) - ready) % int(arcs.period[arc])
            begin = begun if end == 1 else begin
            # Whole months, as the search counts them.
            ends[end] = begun + max(1, math.ceil(months[end] - 1e-9))
        rule = market.rules.rule(programme.kind, home=home)
        flags = _flags(market, open_, at, rule, level)
        money, hours = _range(open_.money[at]), _range(open_.hours[at])
        language = int(open_.language[at])
        steps.append(Step(programme, rule, begin, ends[1], months, money, hours, language, flags))
        mask |= int(arcs.gain[arc])
        level = max(level, int(arcs.exit[arc]))
    learnt = [n.competence for n in scale.needs if mask & ~scale.mask & scale.bits[n.competence]]
    left = [n.competence for n in scale.needs if not mask & scale.bits[n.competence]]
    return Path(
        tuple(steps),
        Range(*map(float, ends)),
        Range.sum(step.money for step in steps),
        Range.sum(step.hours for step in steps),
        max((step.language for step in steps), default=0),
        level,
        tuple(learnt),
        tuple(left),
        scale.left(mask),
        scale.prepared(mask),
    )


def ask(
    market: Market,
    open_: Open,
    scale: Scale,
    person: Person,
    goal: Position,
    shown: frozenset[str],
) -> tuple[Path, ...]:
    """Return the open programmes for the same group whose content is not recorded whole.

    Those on the ways `shown` are left out: their step says it.
    """
    found = [
        path([arc], market, open_, scale, person)
        for arc, at in enumerate(open_.kept)
        if not market.whole[at]
        and market.listed[at].programme_id not in shown
        and market.listed[at].group_id == goal.group_id
        and open_.arcs.entry[arc] <= person.level
    ]
    return tuple(sorted(found, key=lambda p: (p.language, p.hours.central, p.months.central)))


def _range(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Range:
    return Range(*map(float, values))


def _flags(market: Market, open_: Open, at: int, rule: EntryRule, level: int) -> tuple[str, ...]:
    p = market.listed[at]
    kind = p.kind
    holds = {
        "status_unknown": p.status == "unknown",
        "announced": p.status == "announced",
        "not_confirmed": p.grey,
        "content_unknown": not market.recorded[at],
        "content_part": bool(market.recorded[at] and not market.whole[at]),
        "explained": bool(open_.explained[at]),
        "language_near": open_.language[at] == 1,
        "language_unknown": open_.language[at] == 2,
        "delivery_unknown": p.mode == "unknown",
        "seats_unknown": p.free_seats is None,
        "provider_decides": rule.standing == "provider",
        "rule_unknown": rule.standing == "unknown",
        "requirements_unknown": kind is not None and kind.entry_eqf >= _DEGREE,
        "entry_by_prior_learning": kind is not None and kind.entry_eqf > level,
        "prior_learning": bool(open_.shortened[at]),
        "start_assumed": True,
        "length_by_credits": p.months is None and p.credits is not None,
        "length_assumed": p.months is None and p.credits is None,
        "fee_unknown": kind is not None and kind.fee is None,
        "place_unknown": not open_.placed[at],
        "travel_estimated": bool(open_.placed[at] and not open_.linked[at]),
        "away": bool(open_.away[at]),
    }
    return tuple(code for code, true in holds.items() if true)


def marked(paths: list[Path]) -> tuple[Path, ...]:
    """Say in which respects nothing is better than a way, and order the ways.

    First those that train for the work, of them those that are best in some respect, the
    soonest done first: a long chain that teaches a little more does not hide the short ones.
    """
    if not paths:
        return ()
    respects = {
        "months": [p.months.central for p in paths],
        "money": [p.money.central for p in paths],
        "hours": [p.hours.central for p in paths],
        "language": [float(p.language) for p in paths],
        "left": [p.left_share for p in paths],
    }
    marked = [
        replace(
            path,
            best=tuple(
                name for name, values in respects.items() if values[at] <= min(values) + 1e-9
            ),
        )
        for at, path in enumerate(paths)
    ]
    return tuple(
        sorted(
            marked,
            key=lambda p: (
                not p.prepared,
                not p.best,
                p.months.central,
                round(p.left_share, 6),
                p.money.central,
                p.hours.central,
                [s.programme.programme_id for s in p.steps],
            ),
        )
    )
