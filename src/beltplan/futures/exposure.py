"""Events and exposure by transition, family and quarter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from beltplan import quarters
from beltplan.futures import effects
from beltplan.futures.histories import past_age
from beltplan.futures.states import (
    AGED_GROUPS,
    BANDS,
    CAUSE,
    CONSTRUCTION,
    ENDED,
    FAMILIES,
    FIRST,
    GROUP_OF_STATE,
    ORIGIN,
    PLANNED,
    TARGET,
    TRANSITIONS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from beltplan.futures.histories import History, Spell
    from beltplan.futures.settings import Settings

__all__ = ["Exposure", "collect", "tally"]


@dataclass(frozen=True, slots=True)
class Exposure:
    """What the histories say, by transition k, family g and quarter t.

    Attributes
    ----------
    first
        First quarter.
    events
        Transitions that happened, shape (K, G, T); ends that nobody reported are in it as
        fractions.
    seen
        The same without the unreported ones, shape (K, G).
    years
        Project-years at risk, plain, shape (K, G, T).
    weighted
        The same times the known factors of evidence, age and building time: the exposure
        that a rate multiplies.
    band_events, band_years
        Failures and rate-weighted exposure by group and age band, shape (groups, bands); the
        exposure holds the evidence factors but no age factors.
    silence
        Chance that each project ended without a report, by project.
    news
        Events and project-years of projects that do not yet produce.
    """

    first: int
    events: NDArray[np.float64]
    seen: NDArray[np.float64]
    years: NDArray[np.float64]
    weighted: NDArray[np.float64]
    band_events: NDArray[np.float64]
    band_years: NDArray[np.float64]
    silence: dict[str, float]
    news: tuple[float, float]


def tally(histories: Sequence[History], last: date) -> tuple[float, float]:
    """Return news and project-years of new projects that do not yet produce."""
    events = years = 0.0
    for history in histories:
        if not history.new_build:
            continue
        for spell in history.spells:
            if spell.state in (PLANNED, CONSTRUCTION):
                end = min(spell.end or last, last)
                years += max(effects.years_between(spell.start, end), 0.0)
                events += sum(spell.start < day <= end for day in history.news)
    return events, years


def collect(
    histories: Sequence[History],
    settings: Settings,
    *,
    last: date,
    rates: NDArray[np.float64],
    ages: NDArray[np.float64],
    news_rate: float,
    exclude: frozenset[str] = frozenset(),
) -> Exposure:
    """Count events and exposure up to the day `last`.

    Parameters
    ----------
    histories
        Lives of the projects.
    settings
        Assumptions.
    last
        Horizon of information.
    rates
        Current rates by transition, shape (K,): they weigh silence and age bands.
    ages
        Age factors, shape (groups, bands).
    news_rate
        News per year of a living project that does not yet produce.
    exclude
        Projects whose events and exposure do not count; their silence is still judged.
    """
    first = min(quarters.of(h.spells[0].start) for h in histories)
    size = (len(TRANSITIONS), len(FAMILIES), quarters.of(last) - first + 1)
    events, years, weighted = np.zeros(size), np.zeros(size), np.zeros(size)
    seen = np.zeros(size[:2])
    band_events = np.zeros((AGED_GROUPS, len(BANDS)))
    band_years = np.zeros((AGED_GROUPS, len(BANDS)))
    silence: dict[str, float] = {}
    unseen = 1 - settings["event_seen_probability"]
    for history in histories:
        g, used = history.family, history.project_id not in exclude
        for count in history.counts if used else ():
            if count.day <= last:
                events[count.transition, g, quarters.of(count.day) - first] += 1
                seen[count.transition, g] += 1
                _band(band_events, history, count.transition, count.day, 1.0)
        death = _death_rate(history, rates)
        silent = effects.years_between(history.last_news, last)
        if effects.may_be_silent(history) and silent > 0:
            alive = effects.alive_while_silent(silent, silent, death, news_rate, 1 - unseen)
            silence[history.project_id] = 1 - alive
        for spell in history.spells if used else ():
            if spell.state == ENDED:
                continue
            for t, start, span in _quarters(spell, last, first):
                share = 1.0
                if history.project_id in silence and spell.end is None:
                    at = effects.years_between(history.last_news, start) + span / 2
                    share = effects.alive_while_silent(
                        min(max(at, 0.0), silent), silent, death, news_rate, 1 - unseen
                    )
                block = slice(*FIRST[GROUP_OF_STATE[spell.state] : GROUP_OF_STATE[spell.state] + 2])
                plain, aged = _weights(history, spell, start, span, settings)
                years[block, g, t] += share * span
                factor = _age_factor(history, spell, start, ages)
                progress = CAUSE[block] < 0
                weighted[block, g, t] += share * span * np.where(progress, plain, plain * factor)
                if aged is not None:
                    risk = float((rates[block] * plain)[~progress].sum())
                    band_years[GROUP_OF_STATE[spell.state], aged] += share * span * risk
        if used and history.project_id in silence:
            _add_unseen(events, history, silence[history.project_id], rates, last, first)
    return Exposure(
        first,
        events,
        seen,
        years,
        weighted,
        band_events,
        band_years,
        silence,
        tally(histories, last),
    )


def _quarters(spell: Spell, last: date, first: int) -> list[tuple[int, date, float]]:
    """Return (index, first day, years) for each quarter of a spell up to `last`."""
    end = min(spell.end or last, last)
    pieces = []
    for quarter in range(quarters.of(spell.start), quarters.of(end) + 1):
        start = max(spell.start, quarters.first_day(quarter))
        stop = min(end, quarters.first_day(quarter + 1))
        if stop > start:
            pieces.append((quarter - first, start, effects.years_between(start, stop)))
    return pieces


def _age(history: History, spell: Spell, day: date) -> float:
    offset = past_age(history) if spell is history.spells[0] else 0.0
    return offset + effects.years_between(spell.start, day)


def _age_factor(history: History, spell: Spell, day: date, ages: NDArray[np.float64]) -> float:
    group = GROUP_OF_STATE[spell.state]
    if group >= AGED_GROUPS:
        return 1.0
    return float(ages[group, effects.band(_age(history, spell, day))])


def _weights(
    history: History,
    spell: Spell,
    day: date,
    span: float,
    settings: Settings,
) -> tuple[NDArray[np.float64], int | None]:
    """Return the factor on each transition out of the spell's state, and its age band."""
    group = GROUP_OF_STATE[spell.state]
    block = slice(*FIRST[group : group + 2])
    causes = CAUSE[block]
    by_cause = effects.cause_factors(history, day, settings)
    factors = np.where(causes < 0, 1.0, by_cause[np.maximum(causes, 0)])
    if spell.state == PLANNED:
        factors[0] = effects.start_factor(history, day, settings)
        factors[0] *= effects.delay_factor(history, day, settings)
    elif spell.state == CONSTRUCTION:
        built = spell.built_before + effects.years_between(spell.start, day) + span / 2
        factors[0] = effects.building_weight(built, settings)
        factors[0] *= effects.delay_factor(history, day, settings)
    elif history.holds("sold", day):
        factors[causes < 0] = settings["evidence_sold_factor"]
    aged = effects.band(_age(history, spell, day)) if group < AGED_GROUPS else None
    return factors, aged


def _band(
    into: NDArray[np.float64], history: History, transition: int, day: date, amount: float
) -> None:
    group = ORIGIN[transition]
    if group >= AGED_GROUPS or CAUSE[transition] < 0:
        return
    for spell in history.spells:
        inside = spell.start <= day and (spell.end is None or day <= spell.end)
        if inside and GROUP_OF_STATE[spell.state] == group:
            into[group, effects.band(_age(history, spell, day))] += amount
            return


def _death_rate(history: History, rates: NDArray[np.float64]) -> float:
    group = GROUP_OF_STATE[history.state]
    if group < 0:
        return 0.0
    return float(rates[(group == ORIGIN) & (TARGET == ENDED)].sum())


def _add_unseen(
    events: NDArray[np.float64],
    history: History,
    chance: float,
    rates: NDArray[np.float64],
    last: date,
    first: int,
) -> None:
    """Add an end that nobody reported, split over causes, in the middle of the silence."""
    group = GROUP_OF_STATE[history.state]
    ends = (group == ORIGIN) & (TARGET == ENDED)
    middle = type(last).fromordinal((history.last_news.toordinal() + last.toordinal()) // 2)
    split = rates[ends] / rates[ends].sum()
    events[ends, history.family, quarters.of(middle) - first] += chance * split
