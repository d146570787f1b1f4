"""A game of gains in coalition form: complete, or behind an oracle.

**Sign.** ``v(S)`` is worth, and more is better. In a cost game it is the saving

    v(S) = sum of cost alone of the members - cost of S acting together,

so that ``v`` of one player is 0. An allocation ``x`` says what each player *gains*; its cost share
is cost alone less gain. The excess ``e(S, x) = v(S) - x(S)`` is what the members of S would gain by
leaving: above zero, S blocks the allocation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

import numpy as np

from beltplan.faults import Fault, FaultError
from beltplan.shares.coalitions import mask_of, sums
from beltplan.shares.errors import NOT_FINITE, PLAYERS, SIZE, TooManyPlayersError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["MOST_PLAYERS", "Cut", "Game", "Oracle", "excesses", "tabulate"]

MOST_PLAYERS: Final = 24


@dataclass(frozen=True, slots=True)
class Cut:
    """A linear condition on coalitions: ``sum of coefficients of the members >= at_least``."""

    coefficients: tuple[int, ...]
    at_least: int = 1


@runtime_checkable
class Oracle(Protocol):
    """A game too large for a table of its coalitions."""

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the players."""

    def value(self, mask: int) -> float:
        """Return ``v(S)``."""

    def most_aggrieved(
        self, allocation: NDArray[np.float64], cut: Cut | None = None, above: float = -np.inf
    ) -> tuple[int, float] | None:
        """Return the coalition with the largest excess, and that excess.

        Parameters
        ----------
        allocation
            Gain of each player, shape (n,).
        cut
            Only coalitions for which this holds.
        above
            Once it is proved that no coalition has a larger excess than this, the search may stop
            and return any coalition that it has seen.

        Returns
        -------
        The mask, neither empty nor everybody, and ``v(S) - x(S)``; None when no coalition
        satisfies the cut.
        """


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """A game with the worth of every coalition.

    Attributes
    ----------
    players
        Names; player ``i`` is bit ``i`` of a mask.
    values
        ``v(S)`` by mask, float64, shape (2**n,); ``v`` of nobody is 0.
    alone
        Cost of each player acting alone, shape (n,), where the game is one of costs.

    Raises
    ------
    FaultError
        With every fault of names, shapes and numbers.
    TooManyPlayersError
        Above `MOST_PLAYERS`: such a table does not fit in memory.

    Examples
    --------
    >>> game = Game.from_costs(["Skellefteå", "Umeå"], [0.0, 6.0, 5.0, 8.0])
    >>> game.value(0b11), game.alone.tolist()
    (3.0, [6.0, 5.0])
    """

    players: tuple[str, ...]
    values: NDArray[np.float64]
    alone: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", tuple(self.players))
        object.__setattr__(self, "values", np.asarray(self.values, dtype=np.float64))
        if self.alone is not None:
            object.__setattr__(self, "alone", np.asarray(self.alone, dtype=np.float64))
        faults = _faults(self)
        if faults:
            raise FaultError(faults)

    @classmethod
    def from_costs(cls, players: Sequence[str], costs: ArrayLike) -> Game:
        """Return the game of savings, from the cost of every coalition by mask.

        Parameters
        ----------
        players
            Names.
        costs
            Cost of each coalition, shape (2**n,); that of nobody is 0.
        """
        table = np.asarray(costs, dtype=np.float64)
        n = len(players)
        if table.shape != (1 << n,):
            raise FaultError([_wrong_size("costs", table.shape, (1 << n,))])
        alone = table[1 << np.arange(n)]
        return cls(tuple(players), sums(alone) - table, alone)

    @property
    def grand(self) -> int:
        """The mask of everybody."""
        return (1 << len(self.players)) - 1

    def value(self, mask: int) -> float:
        """Return ``v(S)``."""
        return float(self.values[mask])

    def most_aggrieved(
        self,
        allocation: NDArray[np.float64],
        cut: Cut | None = None,
        above: float = -np.inf,  # noqa: ARG002
    ) -> tuple[int, float] | None:
        """Return the coalition with the largest excess, as `Oracle` asks for."""
        excess = excesses(self, allocation)
        if cut is not None:
            held = sums(np.array(cut.coefficients, dtype=np.float64)) >= cut.at_least
            excess = np.where(held, excess, -np.inf)
        excess[[0, self.grand]] = -np.inf
        mask = int(np.argmax(excess))
        return None if np.isneginf(excess[mask]) else (mask, float(excess[mask]))

    def without(self, player: int) -> Game:
        """Return the game of the others."""
        rest = [i for i in range(len(self.players)) if i != player]
        keep = np.arange(self.values.size).reshape(-1, 2, 1 << player)[:, 0, :].ravel()
        alone = None if self.alone is None else self.alone[rest]
        return Game(tuple(self.players[i] for i in rest), self.values[keep], alone)

    def mask(self, *players: str) -> int:
        """Return the mask of named players."""
        return mask_of(self.players.index(name) for name in players)


def excesses(game: Game, allocation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``v(S) - x(S)`` for every mask, shape (2**n,)."""
    out: NDArray[np.float64] = game.values - sums(np.asarray(allocation, dtype=np.float64))
    return out


def tabulate(
    oracle: Oracle,
    *,
    alone: NDArray[np.float64] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Game:
    """Return the complete game behind an oracle, one call for each coalition.

    Coalitions come in Gray order: from one to the next a single player joins or leaves, which suits
    a solver that starts from its last answer.

    Parameters
    ----------
    oracle
        The game.
    alone
        Cost of each player alone, where the game is one of costs, shape (n,).
    progress
        Called as ``progress(done, total, label)`` after each coalition.

    Raises
    ------
    TooManyPlayersError
        Above `MOST_PLAYERS`.
    """
    n = len(oracle.players)
    _few_enough(n)
    values = np.zeros(1 << n)
    for done in range(1, 1 << n):
        mask = done ^ done >> 1
        values[mask] = oracle.value(mask)
        if progress is not None:
            progress(done, (1 << n) - 1, "coalitions")
    return Game(oracle.players, values, alone)


def _few_enough(n: int) -> None:
    if n > MOST_PLAYERS:
        message = f"a table of all coalitions of {n} players does not fit in memory"
        way_out = f"give an oracle instead, or at most {MOST_PLAYERS} players"
        raise TooManyPlayersError(message, way_out)


def _faults(game: Game) -> list[Fault]:
    faults: list[Fault] = []
    n = len(game.players)
    _few_enough(n)
    if n == 0 or len(set(game.players)) != n:
        message = "a game needs players, each with a name of its own"
        faults.append(PLAYERS.at(message, "name every player once", table="game", field="players"))
    if game.values.shape != (1 << n,):
        return [*faults, _wrong_size("values", game.values.shape, (1 << n,))]
    for mask in np.flatnonzero(~np.isfinite(game.values)):
        message = f"the worth of coalition {mask} is {game.values[mask]}"
        way_out = "solve this coalition again; every coalition needs a finite worth"
        faults.append(NOT_FINITE.at(message, way_out, table="game", field="values", row=str(mask)))
    if game.values[0] != 0.0:
        message = "the worth of nobody is not 0"
        faults.append(NOT_FINITE.at(message, "put 0 first", table="game", field="values", row="0"))
    if game.alone is not None and game.alone.shape != (n,):
        faults.append(_wrong_size("alone", game.alone.shape, (n,)))
    elif game.alone is not None and not np.isfinite(game.alone).all():
        message = "a cost alone is missing or infinite"
        way_out = "every player needs a plan of its own that is feasible"
        faults.append(NOT_FINITE.at(message, way_out, table="game", field="alone"))
    return faults


def _wrong_size(field: str, found: tuple[int, ...], wanted: tuple[int, ...]) -> Fault:
    message = f"{field} has shape {found}"
    return SIZE.at(message, f"give shape {wanted}", table="game", field=field)
