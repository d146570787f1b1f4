"""Faults: their registry, their order, their looks."""

from __future__ import annotations

import ast
import io
from pathlib import Path

import pytest
from rich.console import Console

import beltplan.facts
from beltplan import faults
from beltplan.facts import codes
from beltplan.faults import Collector, Fault, FaultError, as_rich, faults_page, kind, kinds, plain


def test_kinds_are_declared_once_and_described() -> None:
    found = {each.code: each for each in kinds()}
    assert len(found) >= 50
    for each in found.values():
        room, _, name = each.code.partition(".")
        assert room.islower()
        assert name
        assert each.title
        assert each.description.endswith(".")
    with pytest.raises(ValueError, match="twice"):
        kind("facts.type", "Again", "Again.")


def test_every_declared_kind_is_used_and_listed() -> None:
    folder = Path(beltplan.facts.__file__).parent
    used = {
        node.attr
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "codes"
    }
    declared = {name for name in vars(codes) if name.isupper()}
    assert declared == used
    page = faults_page()
    for each in kinds():
        assert f"`{each.code}`" in page


def test_a_fault_error_needs_faults_and_sorts_them() -> None:
    with pytest.raises(ValueError, match="at least one"):
        FaultError([])
    one, two = Fault("b", "events", line=10), Fault("a", "events", line=9)
    error = FaultError([one, two, one])
    assert error.faults == (two, one)
    assert str(error).startswith("2 faults\n")


def test_a_long_list_is_cut_in_the_message_only() -> None:
    error = FaultError([Fault("x", "events", line=n) for n in range(100)])
    assert len(error.faults) == 100
    assert "… and 80 more" in str(error)


def test_the_collector_keeps_so_many_of_a_kind() -> None:
    collector = Collector(limit=3)
    assert not collector
    for n in range(10):
        collector.add(Fault("x", "events", field="date", line=n))
        collector.add(Fault("y", "events", field="date", line=n % 2))
    found = collector.faults()
    assert [f.line for f in found if f.code == "x"] == [0, 1, 2, 9]
    assert "and 7 more" in next(f.message for f in found if f.line == 9)


def test_long_values_are_shortened() -> None:
    fault = codes.TYPE.at("m", "w", value="x" * 1_000)
    assert len(fault.value) == 120


def test_the_spot_in_words() -> None:
    assert Fault("x").where == "package"
    assert Fault("x", "events", "e1", "date", line=3).where == "events.csv line 3 (e1), field date"
    assert Fault("x", "events", sheet="events").where == "sheet events"
    assert Fault("x", sheet="events", line=3).where == "sheet events row 3"
    assert Fault("x", sheet="events", line=3, column="C").where == "sheet events cell C3"


def test_a_terminal_shows_text_as_it_is() -> None:
    fault = Fault("x", "events", "e1", "note", "[red]x[/red]", "[bold]no", "write [it]")
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(as_rich([fault], title="1 fault"))
    shown = console.export_text()
    assert "[red]x[/red]" in shown
    assert "[bold]no" in shown
    assert "write [it]" in plain([fault])


def test_the_error_tree() -> None:
    assert issubclass(FaultError, faults.BeltplanError)
    assert str(faults.BeltplanError("no", "try yes")) == "no. try yes"
    assert str(faults.BeltplanError("no")) == "no"
