"""A plan is kept whole or not at all, and an interrupted run goes on where it stopped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.plan.solving import planned

from beltplan.plan import level as level_module
from beltplan.plan.errors import SavedPlanError
from beltplan.plan.example import example
from beltplan.plan.keeping import Kept, fingerprint, write_whole
from beltplan.plan.level import solve_parts
from beltplan.plan.levels import part, parts_of
from beltplan.plan.model import build
from beltplan.plan.saving import _out, load_plan, save_plan

if TYPE_CHECKING:
    from pathlib import Path

DATA = example(3, 2, 3, 2)
MODEL = build(DATA)
PARTS = parts_of(DATA, "alone")
VECTORS = ("x0", "x", "y0", "y", "costs")


def same(a: Any, b: Any) -> None:
    """Assert that two values that can be saved hold the same, to the last bit."""
    one: dict[str, Any] = {}
    two: dict[str, Any] = {}
    assert json.dumps(_out(a, "v", one)) == json.dumps(_out(b, "v", two))
    assert one.keys() == two.keys()
    for name, array in one.items():
        assert array.dtype == two[name].dtype
        np.testing.assert_array_equal(array, two[name])


def test_a_plan_comes_back_as_it_was(tmp_path: Path) -> None:
    plan = planned(DATA, gap=1e-4)
    back = load_plan(save_plan(plan, tmp_path / "new" / "plan.npz"))
    same(plan.input, back.input)
    same(plan.solved, back.solved)
    assert back.level == plan.level
    assert back.decisions().equals(plan.decisions())
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["plan.npz"]


@pytest.mark.parametrize("spoil", ["cut", "text", "format", "missing", "shape"])
def test_a_broken_file_is_refused_by_name(tmp_path: Path, spoil: str) -> None:
    path = save_plan(planned(DATA, gap=1e-3), tmp_path / "plan.npz")
    if spoil == "cut":
        path.write_bytes(path.read_bytes()[:-4000])
    elif spoil == "text":
        path.write_text("not a plan", encoding="utf-8")
    else:
        with np.load(path) as file:
            arrays = {name: file[name] for name in file.files}
        if spoil == "format":
            arrays["meta"] = np.array(str(arrays["meta"]).replace("beltplan-plan/1", "other/9"))
        elif spoil == "missing":
            del arrays["solved.x"]
        else:
            arrays["solved.x"] = arrays["solved.x"][:, 1:]
        np.savez(path, **arrays)
    with pytest.raises(SavedPlanError):
        load_plan(path)


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.npz"
    path.write_bytes(b"old")

    def fails(file: Any) -> None:
        file.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(path, fails)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def counted(monkeypatch: pytest.MonkeyPatch, stop_after: int | None = None) -> list[int]:
    calls: list[int] = []
    true = level_module._solve

    def solve(task: Any, watch: Any = None) -> Any:
        if stop_after is not None and len(calls) == stop_after:
            raise KeyboardInterrupt
        calls.append(1)
        return true(task, watch)

    monkeypatch.setattr(level_module, "_solve", solve)
    return calls


def test_an_interrupted_run_goes_on_and_ends_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options: dict[str, Any] = {"gap": 1e-5, "threads": 1}
    whole = solve_parts(MODEL, PARTS, **options)
    with monkeypatch.context() as patch:
        calls = counted(patch, stop_after=2)
        with pytest.raises(KeyboardInterrupt):
            solve_parts(MODEL, PARTS, keep=tmp_path, **options)
        assert len(calls) == 2
    assert len(list(tmp_path.iterdir())) == 2
    calls = counted(monkeypatch)
    again = solve_parts(MODEL, PARTS, keep=tmp_path, **options)
    assert len(calls) == 1
    assert (again.objective, again.bound) == (whole.objective, whole.bound)
    for name in VECTORS:
        np.testing.assert_array_equal(getattr(again, name), getattr(whole, name))


def test_a_broken_part_is_solved_again_and_another_gap_is_another_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counted(monkeypatch)
    solve_parts(MODEL, PARTS[:1], gap=1e-3, threads=1, keep=tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:200])
    solve_parts(MODEL, PARTS[:1], gap=1e-3, threads=1, keep=tmp_path)
    assert len(calls) == 2
    assert Kept(tmp_path).get(kept.stem) is not None
    solve_parts(MODEL, PARTS[:1], gap=1e-4, threads=1, keep=tmp_path)
    assert len(calls) == 3


def test_the_fingerprint_knows_every_number() -> None:
    stage = part(MODEL, PARTS[0]).stage
    seen = {fingerprint(stage, {})}
    for name in ("cost0", "upper0", "low0", "high0", "probability", "cost", "values", "low"):
        array = getattr(stage, name)
        before = array.flat[0]
        array.flat[0] = 123.456
        seen.add(fingerprint(stage, {}))
        array.flat[0] = before
    assert len(seen) == 9
    assert fingerprint(stage, {}) in seen
