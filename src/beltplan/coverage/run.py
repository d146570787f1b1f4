"""Set needs against programmes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from beltplan.coverage.entry import EntryRules
from beltplan.coverage.judging import GRADES, Judgement, judge
from beltplan.coverage.programmes import programmes
from beltplan.coverage.ranges import parameter
from beltplan.coverage.result import OFFERS, TIERS, Coverage
from beltplan.coverage.teaching import reader, recorded_whole, teaching
from beltplan.coverage.travel import Travel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beltplan.coverage.needs import Uncovered
    from beltplan.coverage.programmes import Programme
    from beltplan.facts import Region

__all__ = ["run"]

_POSTS = ("posts_low", "posts_central", "posts_high")
_WHERES = ("near", "border", "far")


class _Reach(NamedTuple):
    """Where a programme lies as seen from a place; hours is None where it is not known."""

    where: str
    hours: float | None


class _Offer(NamedTuple):
    programme: Programme
    row: Mapping[str, Any]
    judgement: Judgement
    reach: _Reach


def run(region: Region, needs: pl.DataFrame, *, uncovered: Sequence[Uncovered] = ()) -> Coverage:
    """Return for each competence, level, place and year who teaches it, where, how surely.

    Parameters
    ----------
    region
        Facts as known on a day.
    needs
        Table of needs (columns as in `NEEDS`), from the account, surveys or adverts.
    uncovered
        Posts that no role describes, to be told beside the result.
    """
    listed = {p.programme_id: p for p in programmes(region)}
    taught = teaching(region)
    by_competence: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in taught.iter_rows(named=True):
        by_competence[row["competence"]].append(row)
    recorded = recorded_whole(region)
    unrecorded = tuple(
        name
        for name, p in listed.items()
        if p.kind is not None and p.status != "ended" and name not in recorded
    )
    concepts = reader().vocabulary.by_uri
    work = _Work(region, listed, by_competence, unrecorded)
    tiers: list[tuple[object, ...]] = []
    offers: list[tuple[object, ...]] = []
    groups = needs.group_by("competence", "level", "place_id", "year", maintain_order=True).agg(
        pl.col("posts_low", "posts_central", "posts_high").sum(),
        pl.col("posts_central").null_count().alias("_unknown"),
        pl.len().alias("_n"),
        pl.col("origin").unique(maintain_order=True).alias("origins"),
        pl.col("group_id").drop_nulls().unique(maintain_order=True).alias("groups"),
    )
    threshold = parameter(region, "publishing_threshold").central
    for need in groups.iter_rows(named=True):
        concept = concepts.get(need["competence"])
        knowledge = concept is not None and concept.kind == "knowledge"
        found = work.offers(need, knowledge=knowledge)
        offers.extend(work.offer_row(need, each) for each in found)
        tiers.append(work.tier_row(need, found, threshold))
    return Coverage(
        region=region.name,
        as_of=region.as_of,
        needs=needs,
        tiers=pl.DataFrame(tiers, schema=TIERS, orient="row"),
        offers=pl.DataFrame(offers, schema=OFFERS, orient="row"),
        teaching=taught,
        programmes=listed,
        concepts=concepts,
        unrecorded=unrecorded,
        uncovered=tuple(uncovered),
        threshold=threshold,
    )


class _Work:
    """What is asked again and again: reach of a programme from a place, entry rules."""

    def __init__(
        self,
        region: Region,
        listed: Mapping[str, Programme],
        by_competence: Mapping[str, list[dict[str, Any]]],
        unrecorded: Iterable[str],
    ) -> None:
        self._listed = listed
        self._by_competence = by_competence
        self._unrecorded = [listed[name] for name in unrecorded]
        self._travel = Travel(region)
        self._rules = EntryRules(region)
        self._within = parameter(region, "commuting_limit_minutes").central / 60
        self._reaches: dict[tuple[str, str], _Reach] = {}

    def reach(self, place: str, programme: Programme) -> _Reach:
        key = (place, programme.programme_id)
        if key not in self._reaches:
            self._reaches[key] = self._reach(place, programme)
        return self._reaches[key]

    def _reach(self, place: str, programme: Programme) -> _Reach:
        home = self._travel.country[place]
        hours: float | None = None
        if programme.mode == "online":
            hours = 0.0
        elif programme.place_id is not None:
            journey = self._travel.between(place, programme.place_id)
            hours = None if journey is None else journey.hours.central
        if programme.country != home:
            return _Reach("border", hours)
        close = programme.mode == "gatherings" or (hours is not None and hours <= self._within)
        return _Reach("near" if close else "far", hours)

    def offers(self, need: Mapping[str, Any], *, knowledge: bool) -> list[_Offer]:
        """Return what is offered for a need, the best first."""
        found = []
        for row in self._by_competence.get(need["competence"], ()):
            programme = self._listed[row["programme_id"]]
            judgement = judge(
                programme,
                depth=row["depth"],
                basis=row["basis"],
                knowledge=knowledge,
                level=need["level"],
                year=need["year"],
                groups=need["groups"],
            )
            if judgement is not None:
                reach = self.reach(need["place_id"], programme)
                found.append(_Offer(programme, row, judgement, reach))
        return sorted(found, key=_worth)

    def tier_row(
        self, need: Mapping[str, Any], found: Sequence[_Offer], threshold: float
    ) -> tuple[object, ...]:
        counted = [offer for offer in found if offer.judgement.counts]
        best = {
            where: next((o.judgement.grade for o in counted if o.reach.where == where), None)
            for where in _WHERES
        }
        near = [offer for offer in counted if offer.reach.where == "near"]
        top = next(iter(near or counted), None)
        known = need["_unknown"] < need["_n"]
        posts = [need[name] if known else None for name in _POSTS]
        # A company's own figure is its own to show; those of the account fall under the limit.
        small = known and "balance" in need["origins"] and need["posts_central"] < threshold
        ask = self._may_teach(need)
        return (
            need["competence"],
            need["level"],
            need["place_id"],
            need["year"],
            *posts,
            small,
            ("unknown" if ask else "nowhere") if top is None else top.reach.where,
            None if top is None else top.judgement.grade,
            *(best[where] for where in _WHERES),
            None if top is None else top.programme.programme_id,
            [offer.programme.programme_id for offer in counted],
            [o.programme.programme_id for o in found if not o.judgement.counts],
            ask,
            need["origins"],
        )

    def _may_teach(self, need: Mapping[str, Any]) -> list[str]:
        groups = set(need["groups"])
        return [
            p.programme_id
            for p in self._unrecorded
            if (not groups or p.group_id in groups)
            and (p.kind is None or p.kind.audience is None or p.kind.audience in groups)
            and (need["level"] is None or p.level is None or p.level[1] >= need["level"])
            and self.reach(need["place_id"], p).where == "near"
        ]

    def offer_row(self, need: Mapping[str, Any], offer: _Offer) -> tuple[object, ...]:
        programme = offer.programme
        rule = self._rules.rule(programme.kind, home=self._travel.country[need["place_id"]])
        return (
            need["competence"],
            need["level"],
            need["place_id"],
            need["year"],
            programme.programme_id,
            offer.reach.where,
            offer.judgement.grade,
            list(offer.judgement.reasons),
            offer.row["depth"],
            offer.row["quote"],
            offer.reach.hours,
            list(programme.languages),
            programme.mode,
            rule.standing,
            rule.rule_id,
            programme.seats,
            programme.free_seats,
            programme.grey,
        )


def _worth(offer: _Offer) -> tuple[int, float, str]:
    """Order offers: surer first, then nearer, then by name; unknown distance last."""
    hours = offer.reach.hours
    far = float("inf") if hours is None else hours
    return GRADES.index(offer.judgement.grade), far, offer.programme.programme_id
