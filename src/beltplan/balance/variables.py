"""What the account reports: names, units and one sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["CELL", "PLACE", "QUANTILES", "VARIABLES", "Variable"]

QUANTILES: Final = ("p10", "p50", "p90", "mean")
"""What is kept of the distribution over futures, in this order."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One reported quantity.

    Attributes
    ----------
    name
        Stable name.
    level
        ``cell`` for place x group x quarter, ``place`` for place x quarter.
    kind
        ``stock`` on the last day of the quarter, or ``flow`` during the quarter.
    unit
        Unit.
    text
        What it is, in one sentence.
    """

    name: str
    level: Literal["cell", "place"]
    kind: Literal["stock", "flow"]
    unit: str
    text: str


def _rows(level: Literal["cell", "place"], table: str) -> tuple[Variable, ...]:
    found = []
    for line in table.strip().splitlines():
        name, kind, unit, text = (part.strip() for part in line.split("|"))
        if kind == "stock":
            found.append(Variable(name, level, "stock", unit, text))
        else:
            found.append(Variable(name, level, "flow", unit, text))
    return tuple(found)


CELL: Final = _rows(
    "cell",
    """
need           | stock | persons | Staff that the listed projects need: plants, their building sites and the local services that they feed
kept           | flow  | persons | Staff already there who stay
released       | flow  | persons | Project staff laid off
visiting_in    | flow  | persons | Building workers who come for the job and live elsewhere
graduates      | flow  | persons | Young people new to work, and graduates of the listed programmes, whom the projects hire
local          | flow  | persons | Unemployed residents whom the projects hire, from the same or a close group
poached        | flow  | persons | People whom the projects hire away from other employers in the place
commuters_in   | flow  | persons | New commuters from places within reach
movers_in      | flow  | persons | People who move here from another place in the region to work
recruits       | flow  | persons | People recruited from outside the region
vacancies      | stock | persons | Posts of the projects that nobody fills
base_need      | stock | persons | Staff that all other employers need
base_vacancies | stock | persons | Posts of all other employers that nobody fills
unemployed     | stock | persons | Residents without work
""",
)
"""Variables by place, occupation group and quarter."""

PLACE: Final = _rows(
    "place",
    """
population     | stock | persons  | Inhabitants
labour_force   | stock | persons  | Residents who work or look for work
need           | stock | persons  | Staff that the listed projects need
filled         | stock | persons  | Posts of the projects that are filled
vacancies      | stock | persons  | Posts of the projects that nobody fills
base_need      | stock | persons  | Staff that all other employers need
base_vacancies | stock | persons  | Posts of all other employers that nobody fills
unemployed     | stock | persons  | Residents without work
counted_on     | stock | persons  | People within reach on whom the projects can count, each place taken alone
double_counted | stock | persons  | Of these, people on whom others count too (for the region or a country: claims in excess of people)
overclaimed    | stock | persons  | Claims on the unemployed of the place in excess of their number
commuters_in   | stock | persons  | People who work in the place's projects and live in another place of the region
commuters_out  | stock | persons  | Residents who work in projects elsewhere in the region
visiting       | stock | persons  | Building workers on site who live elsewhere and are not inhabitants
local          | flow  | persons  | Unemployed residents whom the projects hire
graduates      | flow  | persons  | Young people new to work, and graduates of the listed programmes, whom the projects hire
poached        | flow  | persons  | People whom the projects hire away from other employers in the place
movers_in      | flow  | persons  | Workers who move here from another place in the region
movers_out     | flow  | persons  | Workers who move to another place in the region
recruits       | flow  | persons  | Workers recruited from outside the region
leavers        | flow  | persons  | Workers who leave the region after a lay-off or long unemployment
released       | flow  | persons  | Project staff laid off
homes_needed   | stock | homes    | Homes for the inhabitants at the usual number of persons a home
homes_stock    | stock | homes    | Homes
homes_short    | stock | homes    | Homes short, with the homes for those who would have come
homes_empty    | stock | homes    | Homes without inhabitants
homes_building | stock | homes    | Homes under construction beyond those that replace losses
preschool_places       | stock | children | Children of 1 to 5 years
school_places          | stock | pupils   | Pupils of 6 to 15 years
upper_secondary_places | stock | pupils   | Young people of 16 to 18 years
tax_base       | stock | EUR/year | Taxable earnings of employed residents, change from the start
local_tax      | stock | EUR/year | Local income tax on them, change from the start
""",
)
"""Variables by place (or country, or the whole region) and quarter."""

VARIABLES: Final = {
    **{f"cell.{each.name}": each for each in CELL},
    **{f"place.{each.name}": each for each in PLACE},
}
"""All variables by ``level.name``."""
