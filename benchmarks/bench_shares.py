"""Time to split a gain, beside two packages for cooperative games.

Peers are used where they are installed (``pip install coopgame-py tucoopy``): coopgame-py is
written in Rust, tucoopy in Python over scipy.
"""

from __future__ import annotations

import importlib
import statistics
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from beltplan.shares import (
    PricedGame,
    ProductionSolver,
    even_core,
    is_nucleolus,
    nucleolus,
    owen_of_programme,
    production_game,
    shapley,
    split_all,
    superadditivity,
    tabulate,
)
from beltplan.shares.example import towns

if TYPE_CHECKING:
    from collections.abc import Callable

    from beltplan.shares import Game

REPEATS = 5
PLAYERS = (8, 10, 12, 14)


def main() -> None:
    """Print seconds and ratios."""
    coopgame, tucoopy = _peer("coopgame"), _peer("tucoopy")
    for n in PLAYERS:
        programme = towns(np.random.default_rng(n), n, grid=2.0 * n)
        start = time.perf_counter()
        oracle = production_game(programme)
        assert isinstance(oracle, PricedGame)
        found = nucleolus(oracle)
        few = time.perf_counter() - start
        start = time.perf_counter()
        game = tabulate(production_game(programme), alone=oracle.alone)
        table = time.perf_counter() - start
        answer, seconds = _timed(partial(nucleolus, game))
        mine = answer.gains
        apart = float(np.abs(mine - found.gains).max())
        print(f"\n{n} towns, {(1 << n) - 1} coalitions")
        print(f"  nucleolus by prices, {oracle.solved:5d} coalitions solved   {few:8.3f} s")
        print(f"  nucleolus by a table of all coalitions         {table + seconds:8.3f} s")
        print(f"    ratio {(table + seconds) / few:.1f}, apart {apart:.1e}")
        value, plain = _timed(partial(shapley, game))
        _, even = _timed(partial(even_core, game, oracle.alone))
        print(f"  given the table: nucleolus {1e3 * seconds:.1f} ms, Shapley {1e3 * plain:.2f} ms,")
        print(f"    most even stable split {1e3 * even:.1f} ms")
        if coopgame is not None:
            peer = coopgame.Game(game.values[1:].tolist())
            _compare("coopgame-py nucleolus", partial(coopgame.nucleolus, peer), mine, seconds)
            _compare("coopgame-py Shapley", partial(coopgame.shapley, peer), value, plain)
        if tucoopy is not None:
            peer = tucoopy.Game(n, dict(enumerate(game.values.tolist())))
            theirs = _compare("tucoopy nucleolus", partial(tucoopy.nucleolus, peer), mine, seconds)
            print(f"    is it the nucleolus, by Kohlberg's criterion: {is_nucleolus(game, theirs)}")
            _compare("tucoopy Shapley", partial(tucoopy.shapley_value, peer), value, plain)
        everybody = ProductionSolver(programme).solve(game.grand)
        _findings(game, owen_of_programme(programme, everybody))


def _findings(game: Game, owen: Any) -> None:
    shape = superadditivity(game)
    print(f"  superadditive: {shape.violations} failures of {shape.tested}")
    assert game.alone is not None
    splits = split_all(game, game.alone, owen_costs=owen.costs)
    counts = [f"{each.method} {each.stability.blocking}" for each in splits.splits]
    print(f"  blocking coalitions: {', '.join(counts)}")


def _peer(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"{name} is not installed; left out")
        return None


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        answer = call()
        times.append(time.perf_counter() - start)
    return answer, statistics.median(times)


def _compare(name: str, call: Callable[[], Any], mine: Any, seconds: float) -> Any:
    answer, theirs = _timed(call)
    answer = answer["allocation"] if isinstance(answer, dict) else getattr(answer, "x", answer)
    gains = np.asarray(answer, dtype=np.float64)
    apart = float(np.abs(gains - mine).max())
    print(f"  {name:<24} {1e3 * theirs:9.1f} ms, ours x {theirs / seconds:.1f}, apart {apart:.1e}")
    return gains


if __name__ == "__main__":
    main()
