"""Write the tables of ``docs/model/plan.md`` from the model and the shipped parameters.

Run it as ``python tools/make_plan_page.py``; ``--check`` writes nothing and fails when the page
differs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from beltplan.facts import load
from beltplan.plan.model.families import family_tables

PAGE = Path(__file__).resolve().parents[1] / "docs" / "model" / "plan.md"


def parameters_table() -> str:
    """Return the parameters of the plan in Markdown, as shipped."""
    rows = load("nordic-battery-belt").table("parameters").iter_rows(named=True)
    lines = ["| parameter | low | central | high | unit | meaning |", "|---|---|---|---|---|---|"]
    for row in rows:
        if row["room"] == "plan":
            numbers = (f"{row[name]:g}" for name in ("low", "central", "high"))
            cells = (f"`{row['parameter']}`", *numbers, row["unit"], row["description"])
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def written(text: str) -> str:
    """Return the page with its tables made anew."""
    for name, table in (("tables", family_tables()), ("parameters", parameters_table())):
        head, _, rest = text.partition(f"<!-- {name} -->")
        _, _, tail = rest.partition(f"<!-- end of {name} -->")
        text = f"{head}<!-- {name} -->\n{table}<!-- end of {name} -->{tail}"
    return text


def main() -> None:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    check = parser.parse_args().check
    old = PAGE.read_text(encoding="utf-8")
    new = written(old)
    if check and new != old:
        sys.exit("stale: docs/model/plan.md; run python tools/make_plan_page.py")
    if not check:
        PAGE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
