"""May a learner who lives there enter a programme here? The rule, with its statute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from beltplan.coverage.programmes import Kind
    from beltplan.facts import Region

__all__ = ["EntryRule", "EntryRules", "Standing"]

Standing = Literal["home", "equal", "provider", "residents_only", "unknown"]
"""How a learner stands: by the rule for residents, as residents, by decision of the provider,
without a right, or not known."""


@dataclass(frozen=True, slots=True)
class EntryRule:
    """A rule of `entry_rules`; `rule_id` is empty where none is recorded.

    Attributes
    ----------
    rule_id, standing, statute, rule
        Name; how the learner stands; statute with section; what it says in our words.
    prior_learning, prior_statute
        right, assessed, none or unknown; the statute on it.
    confidence, grey
        How well the source was read; whether it is older than a year.
    source_ids, known_from
        From whom, since when.
    """

    rule_id: str
    standing: Standing
    statute: str
    rule: str
    prior_learning: str
    prior_statute: str
    confidence: str
    grey: bool
    source_ids: tuple[str, ...]
    known_from: date | None


_NONE = EntryRule("", "unknown", "", "", "unknown", "", "", True, (), None)


class EntryRules:
    """The entry rules of a region, as known on a day.

    Examples
    --------
    >>> from beltplan.coverage.programmes import kinds
    >>> from beltplan.facts import load
    >>> region = load("nordic-battery-belt")
    >>> rule = EntryRules(region).rule(kinds(region)["se_yh"], home="FI")
    >>> rule.standing, rule.statute
    ('equal', 'Förordning (2009:130) om yrkeshögskolan, 3 kap. 1 § p. 3')
    """

    def __init__(self, region: Region) -> None:
        self._rules: dict[tuple[str, str], EntryRule] = {}
        for row in region.table("entry_rules").iter_rows(named=True):
            self._rules[row["kind_id"], row["resident"]] = EntryRule(
                row["rule_id"],
                row["standing"],
                row["statute"] or "",
                row["rule"],
                row["prior_learning"],
                row["prior_statute"] or "",
                row["confidence"],
                region.grey(row["known_from"]),
                tuple(row["source_ids"] or ()),
                row["known_from"],
            )

    def rule(self, kind: Kind | None, *, home: str) -> EntryRule:
        """Return the rule for a learner who lives in `home` (ISO 3166-1 alpha-2).

        A learner from outside the Nordic countries is not covered: the rule is unknown.
        """
        if kind is None or home not in ("SE", "FI", "NO", "DK", "IS"):
            return _NONE
        resident = "same" if kind.country in ("", home) else "nordic"
        return self._rules.get((kind.kind_id, resident), _NONE)
