"""`beltplan paths`: from a person's work to another. Nothing about the person is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from beltplan.cli.messages import console, reported
from beltplan.cli.options import DEFAULT, AsOfOption, RegionOption
from beltplan.facts import load
from beltplan.paths import FLAGS, find
from beltplan.skills.extension import extension

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console

    from beltplan.coverage import Range
    from beltplan.paths import Path, Paths, Position, Step

__all__ = ["app"]

_LANGUAGE = ("own", "neighbouring", "not known")
_LEFT_OUT = {
    "no_course": "are projects or centres, not courses",
    "audience": "are for people of another occupation, such as teachers",
    "ended": "have ended",
    "residents_only": "are for residents of the country",
    "language": "are taught in a language that you did not name",
}
_BEST = {
    "months": "quickest",
    "money": "cheapest",
    "hours": "least travel",
    "language": "easiest language",
    "left": "teaches most",
}

app = typer.Typer()


@app.callback(invoke_without_command=True)
def paths(
    start: Annotated[str, typer.Option("--from", help="Your work, in words.", metavar="WORK")],
    target: Annotated[str, typer.Option("--to", help="The work you want.", metavar="WORK")],
    place: Annotated[str, typer.Option("--place", help="Where you live.", metavar="PLACE")],
    languages: Annotated[
        str, typer.Option("--languages", help="Languages you can study in, such as sv,en.")
    ] = "sv,en",
    level: Annotated[
        int | None,
        typer.Option(
            "--level",
            min=1,
            max=8,
            help="Your EQF level, if not that of your work, or if it is not known.",
        ),
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many ways to show.")] = 8,
    steps: Annotated[
        int, typer.Option("--programmes", min=1, max=5, help="Most programmes on a way.")
    ] = 3,
    within: Annotated[
        int, typer.Option("--within", min=1, max=240, help="Longest way, in months.")
    ] = 120,
    region: RegionOption = DEFAULT,
    as_of: AsOfOption = None,
) -> None:
    """Print the ways from one work to another that no other way beats, with reasons.

    Example: beltplan paths --from "process operator, paper" --to "battery cell technician"
    --place umea --languages sv,en
    """
    with reported():
        loaded = load(region, as_of)
        spoken = tuple(part.strip() for part in languages.split(",") if part.strip())
        found = find(
            loaded,
            start,
            target,
            place=place,
            languages=spoken,
            level=level,
            horizon=within,
            steps=steps,
        )
    screen = console()
    _heading(screen, found)
    today = loaded.as_of
    for number, path in enumerate(found.paths[:top], start=1):
        _way(screen, path, f"Way {number}", today)
    if len(found.paths) > top:
        screen.print(f"… and {len(found.paths) - top} more ways; --top shows them.")
    if not found.paths:
        screen.print("No recorded programme brings you nearer: ask those below, or apply now.")
    _ask(screen, found, today)
    for reason, (count, ids) in found.left_out.items():
        screen.print(f"Left out: {count} {_LEFT_OUT[reason]} ({', '.join(ids)} …).")
    if not found.complete:
        screen.print("There were more ways than could be looked at; narrow the languages.")
    screen.print("Nothing about you was stored.")


def _heading(screen: Console, found: Paths) -> None:
    screen.print(_understood("From", found.start, found.start_others), soft_wrap=True)
    screen.print(_understood("To", found.target, found.target_others), soft_wrap=True)
    if not found.needs:
        screen.print("What this work needs is not described: only levels and groups count.")
        return
    names = {concept.uri: concept.label("en") for concept in extension()}
    share = 1 - found.today.left_share
    screen.print(
        f"This work needs {len(found.needs)} competences; people in yours usually have "
        f"{len(found.holds)} of them ({', '.join(names[uri] for uri in found.holds) or 'none'}).",
        soft_wrap=True,
    )
    close = "a close occupation" if found.today.prepared else "another field"
    screen.print(
        f"Apply now: {share:.0%} of the work known, from {close}; the rest is learnt at work.",
        soft_wrap=True,
    )


def _understood(word: str, position: Position, others: tuple[Position, ...]) -> str:
    if position.kind == "other":
        near = "; ".join(other.label("en") for other in others)
        return (
            f"{word}: {position.label('en')} (EQF {position.level}): work that the facts do not "
            f"know, taken as another field. Nearest by letters: {near or 'none'}"
        )
    text = f"{word}: {position.label('en')} (EQF {position.level}, {position.group_id}"
    text += ")" if position.score == 1 else f", likeness {position.score:.2f})"
    if others:
        text += f". Or: {'; '.join(other.label('en') for other in others)}"
    return text


def _way(screen: Console, path: Path, title: str, today: date) -> None:
    best = ", ".join(_BEST[name] for name in path.best)
    table = Table("programme", "from", "to", "months", "EUR", "travel h", "language", title=title)
    table.title_justify = "left"
    for step in path.steps:
        p = step.programme
        table.add_row(
            f"{p.name_en}, {p.provider} ({p.programme_id})",
            _month(today, step.start),
            _month(today, step.end),
            _told(step.months),
            _told(step.money),
            _told(step.hours),
            _LANGUAGE[step.language],
        )
    screen.print(table)
    names = {concept.uri: concept.label("en") for concept in extension()}
    screen.print(
        f"{title}: done in {_told(path.months)} months, {_told(path.money)} EUR, "
        f"{_told(path.hours)} hours of travel, EQF {path.level}; "
        f"{path.left_share:.0%} left to learn at work" + (f"; {best}." if best else "."),
        soft_wrap=True,
    )
    if path.learnt:
        screen.print(f"  teaches: {', '.join(names[uri] for uri in path.learnt)}", soft_wrap=True)
    for step in path.steps:
        _reasons(screen, step)


def _reasons(screen: Console, step: Step) -> None:
    rule = step.rule
    by = f" {rule.statute}." if rule.statute else ""
    grey = " (older than a year)" if rule.grey else ""
    screen.print(
        f"  entry {step.programme.programme_id}: {rule.rule}{by} Read: {rule.confidence}{grey}.",
        soft_wrap=True,
    )
    if rule.prior_statute:
        screen.print(
            f"  prior learning: {rule.prior_learning}, {rule.prior_statute}.", soft_wrap=True
        )
    screen.print("  " + "; ".join(FLAGS[flag] for flag in step.flags) + ".", soft_wrap=True)


def _ask(screen: Console, found: Paths, today: date) -> None:
    if not found.ask:
        return
    screen.print(
        "Ask also: they train for this work, and what they teach is not recorded, or only in part."
    )
    table = Table("programme", "from", "months", "EUR", "travel h", "language", "entry")
    for path in found.ask:
        (step,) = path.steps
        p = step.programme
        table.add_row(
            f"{p.name_en}, {p.provider} ({p.programme_id})",
            _month(today, step.start),
            _told(step.months),
            _told(step.money),
            _told(step.hours),
            _LANGUAGE[step.language],
            step.rule.standing,
        )
    screen.print(table)


def _month(today: date, months: int) -> str:
    at = today.year * 12 + today.month - 1 + months
    return f"{at // 12}-{at % 12 + 1:02d}"


def _told(value: Range) -> str:
    low, central, high = (round(each) for each in value)
    return f"{central:,}" if low == high else f"{central:,} ({low:,}-{high:,})"
